//! What `pocketful watch` knows and how it shows it: a board of rows, a live screen, and lines for programs.

pub(crate) mod board;
pub(crate) mod draw;
pub(crate) mod line;
pub(crate) mod lines;
mod news;
mod orders;
pub(crate) mod row;
pub(crate) mod screen;
mod words;
