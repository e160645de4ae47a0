//! All that the broker says of one instrument (wire reference, section 11.2).

use std::{borrow::Cow, collections::BTreeMap};

use http::Method;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap};
use serde_json::value::RawValue;

use super::ScripMembers;
use crate::{Dpr, Effect, Endpoint, Exchange, Instrument, InstrumentRules, Product, Quantity, RateClass};

/// Reads all about an instrument: `GET /api/v1/contract/{exchange}?info=scrip&token=`.
///
/// One that does not exist is a refusal with the code 404.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetScripInfo {
    instrument: Instrument,
}

impl GetScripInfo {
    /// All about `instrument`.
    #[must_use]
    pub fn new(instrument: Instrument) -> Self {
        Self { instrument }
    }
}

impl Endpoint for GetScripInfo {
    const NAME: &'static str = "instruments.scrip_info";
    const METHOD: Method = Method::GET;
    const RATE: RateClass = RateClass::Data;
    const EFFECT: Effect = Effect::Read;
    type Response = ScripInfo;

    fn path(&self) -> Cow<'static, str> {
        Cow::Owned(format!("/api/v1/contract/{}", self.instrument.exchange))
    }

    fn query(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        vec![
            ("info", Cow::Borrowed("scrip")),
            ("token", Cow::Owned(self.instrument.token.to_string())),
        ]
    }
}

/// All that the broker says of an instrument: the members that the wire reference names, typed, and the rest (there are
/// about 90) as received, but for the times under `no_delivery_date_*`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ScripInfo {
    /// The members that are known.
    pub members: ScripMembers,
    /// The JSON text of the others, by name.
    others: BTreeMap<String, String>,
}

impl ScripInfo {
    /// The JSON text of a member that [`ScripMembers`] does not have, or could not be read as it has it.
    #[must_use]
    pub fn other(&self, name: &str) -> Option<&str> {
        self.others.get(name).map(String::as_str)
    }

    /// The members that [`ScripMembers`] does not have, with their JSON text, by name.
    pub fn others(&self) -> impl Iterator<Item = (&str, &str)> {
        self.others
            .iter()
            .map(|(name, json)| (name.as_str(), json.as_str()))
    }

    /// The daily price range, in ₹: the circuit limits, else the text of `dpr`.
    #[must_use]
    pub fn dpr(&self) -> Dpr {
        Dpr::from_parts(
            self.members.dpr.clone(),
            self.members.lower_circuit_limit,
            self.members.higher_circuit_limit,
        )
    }

    /// The instrument, where exchange and token are both known.
    #[must_use]
    pub fn instrument(&self) -> Option<Instrument> {
        let code = u8::try_from(self.members.exchange?).ok()?;
        Some(Instrument::new(
            Exchange::from_feed_code(code)?,
            self.members.token.or(self.members.instrument_token)?,
        ))
    }

    /// What it demands of an order, as far as this says: tick, lot, freeze quantity, circuit limits, products. What is
    /// missing or 0 is not checked.
    #[must_use]
    pub fn rules(&self) -> InstrumentRules {
        let members = &self.members;
        let dpr = self.dpr();
        let some = |quantity: Option<Quantity>| quantity.filter(|quantity| !quantity.is_zero());
        InstrumentRules {
            tick_size: members.tick_size.filter(|tick| !tick.is_zero()),
            lot_size: some(members.board_lot_quantity),
            freeze_quantity: some(members.freeze),
            lower_circuit: dpr.low,
            upper_circuit: dpr.high,
            products: self.products(),
            order_types: None,
            tradable: members.tradable,
            last_day: None,
        }
    }

    /// The products, where the server speaks of any. Delivery and carrying forward are never refused here.
    fn products(&self) -> Option<Vec<Product>> {
        let (intraday, margin) = (self.members.is_mis_eligible, self.members.is_mtf_eligible);
        if intraday.is_none() && margin.is_none() {
            return None;
        }
        let mut products = vec![Product::Cnc, Product::Nrml];
        if intraday != Some(false) {
            products.push(Product::Mis);
        }
        if margin != Some(false) {
            products.push(Product::Mtf);
        }
        Some(products)
    }
}

impl<'de> Deserialize<'de> for ScripInfo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let payload = Box::<RawValue>::deserialize(deserializer)?;
        // A struct would take an array as well.
        let mut others: BTreeMap<String, &RawValue> =
            serde_json::from_str(payload.get()).map_err(de::Error::custom)?;
        let members = match serde_json::from_str(payload.get()) {
            Ok(members) => {
                others.retain(|name, _| !ScripMembers::NAMES.contains(&name.as_str()));
                members
            }
            Err(_) => readable(&mut others).map_err(de::Error::custom)?,
        };
        let others = (others.into_iter())
            .map(|(name, json)| {
                let json = as_time(&name, json.get()).unwrap_or_else(|| json.get().to_owned());
                (name, json)
            })
            .collect();
        Ok(Self { members, others })
    }
}

/// The JSON text of the time in a member `no_delivery_date_*`: the wire reference does not tell the names, only that they
/// hold numbers in texts; that these are times is assumed.
fn as_time(name: &str, json: &str) -> Option<String> {
    if !name.starts_with("no_delivery_date_") {
        return None;
    }
    let time = crate::worded_time::option(&mut serde_json::Deserializer::from_str(json)).ok()?;
    serde_json::to_string(&time).ok()
}

/// The known members that can be read, taken out of `all`: an odd one among ninety loses only itself, and stays there.
fn readable(all: &mut BTreeMap<String, &RawValue>) -> Result<ScripMembers, serde_json::Error> {
    let mut known = String::from("{");
    for name in ScripMembers::NAMES {
        let Some(json) = all.get(*name) else { continue };
        let member = format!("\"{name}\":{json}");
        match serde_json::from_str::<ScripMembers>(&format!("{{{member}}}")) {
            Ok(_) => {
                all.remove(*name);
                if known.len() > 1 {
                    known.push(',');
                }
                known.push_str(&member);
            }
            Err(error) if ScripMembers::CHECKED.contains(name) => return Err(error),
            Err(_) => {}
        }
    }
    known.push('}');
    serde_json::from_str(&known)
}

impl Serialize for ScripInfo {
    /// One object with all members: the known ones typed, the others as received.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let is_other = |name: &str| self.others.contains_key(name);
        self.members.serialize_into(&mut map, is_other)?;
        for (name, json) in &self.others {
            let json = RawValue::from_string(json.clone()).map_err(serde::ser::Error::custom)?;
            map.serialize_entry(name, &json)?;
        }
        map.end()
    }
}
