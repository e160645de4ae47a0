//! A program that only logs in.

use pocketful_auth::{App, AppId};

fn main() {
    println!("{}", App::new(AppId::new("app"), "secret".into()).scopes());
}
