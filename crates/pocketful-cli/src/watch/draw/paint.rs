//! Colours, or none.

use pocketful::Decimal;
use ratatui::style::{Color, Modifier, Style};

use super::Weight;

/// Whether there are colours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint(pub(super) bool);

impl Paint {
    fn fg(self, color: Color) -> Style {
        if self.0 {
            Style::new().fg(color)
        } else {
            Style::new()
        }
    }

    pub(super) fn dim(self) -> Style {
        if self.0 {
            Style::new().add_modifier(Modifier::DIM)
        } else {
            Style::new()
        }
    }

    pub(super) fn of(self, weight: Weight) -> Style {
        match weight {
            Weight::Good => self.fg(Color::Green),
            Weight::Plain => Style::new(),
            Weight::Warn => self.fg(Color::Yellow),
            Weight::Bad => self.fg(Color::Red),
        }
    }

    pub(super) fn of_change(self, change: Option<Decimal>) -> Style {
        match change {
            Some(change) if change > Decimal::ZERO => self.fg(Color::Green),
            Some(change) if change < Decimal::ZERO => self.fg(Color::Red),
            _ => Style::new(),
        }
    }
}
