//! `pocketful ipo orders`: no source shows an application, so whatever the broker says of one is shown.

use pocketful::types::{GetIpoOrders, IpoOrder};
use serde_json::Value;

use crate::{
    commands::read,
    error::Result,
    output::{Out, table},
    profile::Profile,
    session,
};

pub(super) async fn run(profile: &Profile, out: &mut Out) -> Result {
    let client = session::client(profile).await?;
    let request = GetIpoOrders::new(client.client_id().await?);
    let Some(applications) = read::rows("Reading the applications…", &client, &request, out).await? else {
        return Ok(());
    };
    if applications.is_empty() {
        return Ok(out.line("No applications.")?);
    }
    for (index, application) in applications.iter().enumerate() {
        if index > 0 {
            out.line("")?;
        }
        let text = table::pairs(out, &members(application));
        out.line(text)?;
    }
    Ok(())
}

/// The members under the broker's own names: texts bare, of a list a line for each element, what is empty not at all.
fn members(application: &IpoOrder) -> Vec<(&str, String)> {
    let mut lines = Vec::new();
    for (name, json) in application.members() {
        match serde_json::from_str(json) {
            Ok(Value::Array(elements)) => {
                let labels = std::iter::once(name).chain(std::iter::repeat(""));
                lines.extend(labels.zip(elements.iter().map(words)));
            }
            Ok(value) => lines.push((name, words(&value))),
            // Digits that no number here holds.
            Err(_) => lines.push((name, json.to_owned())),
        }
    }
    lines.retain(|(_, value)| !value.is_empty());
    lines
}

/// `quantity 149, price 100, atCutOff false` of an object.
fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| format!("{name} {}", words(value)));
            members.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
