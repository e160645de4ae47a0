//! `pocketful candles`.

use pocketful::types::{CandleType, GetCandles, IST};
use time::{
    Date, Duration, OffsetDateTime, Time, format_description::well_known::Rfc3339, macros::format_description,
};

use crate::{
    args::market::CandlesArgs,
    clock,
    commands::{
        named::{Named, Purpose},
        read,
    },
    error::{Failure, Result},
    output::{
        Out, money,
        table::{self, Align, Tone, Value},
        time as moment,
    },
    profile::Profile,
    session,
};

/// How far back candles reach unless chosen.
const DEFAULT_RANGE: Duration = Duration::days(30);

pub(crate) async fn run(args: &CandlesArgs, profile: &Profile, out: &mut Out) -> Result {
    let named = Named::pair(&args.instrument)?;
    let (multiple, kind) = length(&args.every)?;
    let to = match &args.to {
        Some(text) => when("--to", text, Duration::DAY)?,
        None => clock::now(),
    };
    let from = match &args.from {
        Some(text) => when("--from", text, Duration::ZERO)?,
        None => to - DEFAULT_RANGE,
    };
    let request = |instrument| {
        GetCandles::new(instrument, kind, from, to)
            .and_then(|request| request.every(multiple))
            .map_err(|error| Failure::usage(error.to_string()))
    };
    named.rehearse(request)?;
    let client = session::client(profile).await?;
    let request = request(named.find(&client, Purpose::Reading, out).await?.instrument)?;
    let Some(candles) = read::rows("Reading candles…", &client, &request, out).await? else {
        return Ok(());
    };
    if candles.is_empty() {
        return Ok(out.line("No candles there.")?);
    }
    let columns = [
        ("TIME", Align::Left),
        ("OPEN", Align::Right),
        ("HIGH", Align::Right),
        ("LOW", Align::Right),
        ("CLOSE", Align::Right),
        ("VOLUME", Align::Right),
    ];
    let is_daily = kind == CandleType::Day;
    let rows = candles.iter().map(|candle| {
        let day = moment::day(candle.time.to_offset(IST).date());
        let at = if is_daily {
            day
        } else {
            format!("{day} {}", moment::clock(candle.time))
        };
        let mut row = vec![Value(at, Tone::Dim)];
        row.extend(
            [candle.open, candle.high, candle.low, candle.close].map(|price| money::plain(price).into()),
        );
        let volume = candle.volume.map(|units| money::group(&units.to_string()));
        row.push(volume.unwrap_or_default().into());
        row
    });
    let text = table::render(out, &columns, rows.collect());
    Ok(out.line(text)?)
}

/// `5m`, `1h`, `1d`.
fn length(text: &str) -> Result<(u32, CandleType)> {
    let wrong = || {
        Failure::usage(format!("--every {text} is not the length of a candle"))
            .hint("write a number and m, h or d: 5m, 1h, 1d")
    };
    let at = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
    let (number, unit) = text.split_at(at);
    let kind = match unit {
        "m" => CandleType::Minute,
        "h" => CandleType::Hour,
        "d" => CandleType::Day,
        _ => return Err(wrong()),
    };
    Ok((number.parse().map_err(|_| wrong())?, kind))
}

/// A moment, or a day in India of which the moment `within` is meant.
fn when(what: &str, text: &str, within: Duration) -> Result<OffsetDateTime> {
    if let Ok(at) = OffsetDateTime::parse(text, &Rfc3339) {
        return Ok(at);
    }
    Date::parse(text, format_description!("[year]-[month]-[day]"))
        .ok()
        .and_then(|day| {
            day.with_time(Time::MIDNIGHT)
                .assume_offset(IST)
                .checked_add(within)
        })
        .ok_or_else(|| {
            Failure::usage(format!("{what} {text} is not a time"))
                .hint("write a day, 2026-11-20, or a moment, 2026-11-20T09:15:00+05:30")
        })
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn lengths_and_times() {
        assert_eq!(length("5m").unwrap(), (5, CandleType::Minute));
        assert_eq!(length("1d").unwrap(), (1, CandleType::Day));
        for wrong in ["", "5", "m", "5x", "-5m", "5 m", "99999999999m"] {
            assert!(length(wrong).is_err(), "{wrong}");
        }
        let to = when("--to", "2026-11-20", Duration::DAY).unwrap();
        assert_eq!(to, datetime!(2026-11-21 00:00 +5:30));
        let from = when("--from", "2026-11-20T09:15:00+05:30", Duration::ZERO).unwrap();
        assert_eq!(from, datetime!(2026-11-20 09:15 +5:30));
        assert!(when("--from", "20/11/2026", Duration::ZERO).is_err());
    }
}
