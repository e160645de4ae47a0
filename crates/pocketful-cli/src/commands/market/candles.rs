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
        Format, Out, money,
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
    let reading = "Reading candles…";
    if out.format == Format::Raw {
        return read::raw(reading, &client, &request, out).await;
    }
    let read = read::ask(reading, client.call(&request)).await?;
    read::remark(&read, out);
    if let Some(last) = read.rows.last()
        && is_cut_off(read.rows.len(), last.time, to.min(clock::now()))
    {
        out.remark(&cut_off(last.time));
    }
    if !out.is_human() {
        return Ok(out.document(&read)?);
    }
    let candles = read.rows;
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

/// A server that sends no more than so many rows has a round limit.
const ROUND: usize = 100;

/// Whether `rows` candles, of which the last is of `last`, seem to be fewer than there are until `end`. How many a server
/// sends at once is not documented, so that this is assumed: a whole working day is missing behind a round number of
/// rows, or more of them than any holiday is long.
fn is_cut_off(rows: usize, last: OffsetDateTime, end: OffsetDateTime) -> bool {
    let (last, end) = (last.to_offset(IST).date(), end.to_offset(IST).date());
    let missing = std::iter::successors(last.next_day(), |day| day.next_day())
        .take_while(|day| *day < end)
        .filter(|day| day.weekday().number_days_from_monday() < 5)
        .take(LONGEST_HOLIDAY + 1)
        .count();
    missing > LONGEST_HOLIDAY || (missing > 0 && rows >= ROUND && rows.is_multiple_of(ROUND))
}

/// Working days for which an exchange stays closed at most (assumed).
const LONGEST_HOLIDAY: usize = 4;

fn cut_off(last: OffsetDateTime) -> String {
    let last = last.to_offset(IST);
    let next = last.format(&Rfc3339).unwrap_or_default();
    format!(
        "the candles end on {}, before the end that was asked for: the server may send only so many at once. Ask for the rest \
         with --from {next}",
        moment::day(last.date())
    )
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
    fn candles_that_end_early() {
        let last = datetime!(2026-11-19 15:29 +5:30);
        for (rows, end, early) in [
            (2000, datetime!(2026-11-19 23:59 +5:30), false),
            (2000, datetime!(2026-11-20 10:00 +5:30), false),
            // Friday is missing.
            (2000, datetime!(2026-11-21 00:00 +5:30), true),
            (1999, datetime!(2026-11-21 00:00 +5:30), false),
            (1999, datetime!(2026-11-26 00:00 +5:30), false),
            (1999, datetime!(2026-11-27 00:00 +5:30), true),
            (1, datetime!(2026-12-31 00:00 +5:30), true),
        ] {
            assert_eq!(is_cut_off(rows, last, end), early, "{rows} {end}");
        }
        // A weekend alone is none.
        let friday = datetime!(2026-11-20 15:29 +5:30);
        assert!(!is_cut_off(2000, friday, datetime!(2026-11-23 09:00 +5:30)));
    }

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
