//! `pocketful basket list`.

use pocketful::types::GetBaskets;

use crate::{
    commands::{orders, read},
    error::Result,
    output::{
        Out,
        table::{self, Align, Tone, Value},
    },
    profile::Profile,
    session,
};

pub(super) async fn run(profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    let request = GetBaskets::new(client.client_id().await?);
    let Some(baskets) = read::rows("Reading the baskets…", &client, &request, out).await? else {
        return Ok(());
    };
    for basket in &baskets {
        read::remark(&basket.orders, out);
    }
    if baskets.is_empty() {
        return Ok(out.line("No baskets.")?);
    }
    let columns = [
        ("NAME", Align::Left),
        ("TYPE", Align::Left),
        ("ORDERS", Align::Right),
        ("EXECUTED", Align::Left),
        ("ID", Align::Left),
    ];
    let rows = baskets.iter().map(|basket| {
        vec![
            basket.name.clone().unwrap_or_default().into(),
            orders::text(basket.basket_type.as_ref())
                .to_ascii_lowercase()
                .into(),
            (basket.orders.rows.len() + basket.orders.bad_rows.len())
                .to_string()
                .into(),
            match basket.is_executed {
                Some(true) => Value("yes".to_owned(), Tone::Good),
                Some(false) => Value("no".to_owned(), Tone::Dim),
                None => Value("?".to_owned(), Tone::Dim),
            },
            Value(basket.basket_id.to_string(), Tone::Dim),
        ]
    });
    let text = table::render(out, &columns, rows.collect());
    Ok(out.line(text)?)
}
