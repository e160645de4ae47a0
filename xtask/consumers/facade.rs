//! A program that uses the facade: without a session nothing is sent, and the error says so.

use std::sync::Arc;

use pocketful::{
    Client, Environment, Exchange, Instrument, InstrumentToken, MemoryStore, NewOrder, Outcome, Quantity,
    Session, Side,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let environment = Environment::algo();
    let session = Session::builder(environment.api().clone(), Arc::new(MemoryStore::new())).build();
    let client = Client::builder(environment, session).build()?;

    let idea = Instrument::new(Exchange::Nse, InstrumentToken::new(14366));
    let order = NewOrder::limit(idea, Side::Buy, Quantity::new(10), "8.15".parse()?);
    match client.orders().place(&order).await {
        Ok(_) => return Err("an order was placed without a session".into()),
        Err(error) => {
            assert_eq!(error.outcome(), Outcome::NotSent);
            println!("{error} ({:?}, {})", error.kind(), error.outcome());
        }
    }
    Ok(())
}
