//! `pocketful watch`: the feed, as a live table or as lines.

use std::io::{self, IsTerminal};

use pocketful::{Event, Events, Feed, Instrument};

use super::named::{self, Found};
use crate::{
    args::watch::WatchArgs,
    clock,
    error::{Exit, Failure, Result},
    interrupt::Stop,
    output::Out,
    profile::Profile,
    session,
    watch::{
        board::{Asked, Board},
        line,
        lines::Lines,
        screen::{FRAME, Screen},
    },
};

pub(crate) async fn run(args: &WatchArgs, profile: &Profile, out: &mut Out) -> Result {
    let named = named::pairs(&args.instruments)?;
    let session = session::open(profile).await?;
    session.token()?;
    let client = session::connect(profile, session)?;
    let found = named::find_all(&named, &client, out).await?;
    let instruments = once_each(&found);
    let unlisted = named::unlisted(&instruments, &client).await;
    for instrument in &unlisted {
        out.remark(&said_of_unlisted(*instrument));
    }
    let stop = Stop::listen()?;
    let (feed, events) = client.stream().order_updates(args.orders).start();
    let on_screen = out.is_human() && out.width.is_some() && io::stdin().is_terminal();
    let asked = Asked {
        mode: args.mode,
        orders: args.orders,
    };
    let modes = if on_screen { asked.shown() } else { asked.told() };
    for mode in modes {
        feed.subscribe(instruments.clone(), *mode);
    }
    let done = async {
        if on_screen {
            let mut board = Board::new(&instruments, asked, clock::now());
            for one in &found {
                if let Some(name) = one.name() {
                    board.call(one.instrument, name);
                }
            }
            for instrument in unlisted {
                board.warn(said_of_unlisted(instrument), clock::now());
            }
            live(args.count, board, &feed, events, stop, out).await
        } else {
            out.flush()?;
            let told = Told {
                asked,
                found: &found,
                unlisted: &unlisted,
                is_human: out.is_human(),
            };
            lines(args.count, &told, events, stop, Lines::start()?).await
        }
    };
    let done = done.await;
    feed.close().await;
    done
}

/// What the lines are about, and for whom.
struct Told<'a> {
    asked: Asked,
    found: &'a [Found],
    unlisted: &'a [Instrument],
    is_human: bool,
}

/// A line an event, until enough have come, the stream ends, somebody stops it, or nobody reads any more.
async fn lines(
    mut left: Option<u64>,
    told: &Told<'_>,
    mut events: Events,
    mut stop: Stop,
    mut lines: Lines,
) -> Result {
    // People are told on stderr.
    for instrument in told.unlisted.iter().filter(|_| !told.is_human) {
        let object = line::unlisted(*instrument, &said_of_unlisted(*instrument));
        lines.send(object.to_string()).await?;
    }
    loop {
        let event = tokio::select! {
            biased;
            () = stop.stopped() => return Ok(lines.finish_soon().await?),
            closed = lines.closed() => return Ok(closed?),
            event = events.next() => event,
        };
        let Some(event) = event else {
            lines.finish_soon().await?;
            return Err(Failure::said(Exit::NotSent));
        };
        if let Some(text) = line(&event, told)? {
            // Where nobody reads, the feed goes on, and its queue counts what has no room.
            let sent = tokio::select! {
                biased;
                () = stop.stopped() => None,
                sent = lines.send(text) => Some(sent?),
            };
            if sent.is_none() {
                return Ok(lines.finish_soon().await?);
            }
        }
        if is_enough(&mut left, &event, told.asked) {
            return tokio::select! {
                biased;
                () = stop.stopped() => Ok(()),
                written = lines.finish() => Ok(written?),
            };
        }
    }
}

/// What is said of an event, if anything.
fn line(event: &Event, told: &Told<'_>) -> Result<Option<String>> {
    if told.is_human {
        return Ok(line::text(event, told.asked, |instrument| {
            name(told.found, instrument)
        }));
    }
    let Some(object) = line::json(event, told.asked) else {
        return Ok(None);
    };
    let text = serde_json::to_string(&object).map_err(io::Error::from)?;
    Ok(Some(text))
}

/// The live table, until a key ends it.
async fn live(
    mut left: Option<u64>,
    board: Board,
    feed: &Feed,
    mut events: Events,
    mut stop: Stop,
    out: &Out,
) -> Result {
    let failed = |error: io::Error| Failure::system("the terminal cannot be used", &error);
    let asked = board.asked();
    let screen = Screen::take(board, out.style.on).map_err(failed)?;
    let mut frames = tokio::time::interval(FRAME);
    let mut batch = Vec::new();
    let mut goes_on = true;
    loop {
        tokio::select! {
            biased;
            () = stop.stopped() => return Ok(()),
            _ = frames.tick() => {
                if screen.wants_end().map_err(failed)? {
                    return Ok(());
                }
                let state = feed.state();
                if state != screen.read(Board::state) {
                    screen.change(|board| board.stands(state, clock::now()));
                }
            }
            more = events.next_batch(&mut batch), if goes_on => goes_on = more,
        }
        if batch.is_empty() {
            continue;
        }
        let now = clock::now();
        let is_enough = screen.change(|board| {
            batch.drain(..).any(|event| {
                board.take(&event, now);
                is_enough(&mut left, &event, asked)
            })
        });
        if is_enough {
            return Ok(());
        }
    }
}

/// A number of its exchange that today's contracts do not have.
fn said_of_unlisted(instrument: Instrument) -> String {
    format!(
        "{instrument} is not in today's contract master: where there is no such instrument, no tick ever comes"
    )
}

/// Counts an event, and says whether it was the last that was wanted.
fn is_enough(left: &mut Option<u64>, event: &Event, asked: Asked) -> bool {
    match left {
        Some(left) if asked.counts(event) => {
            *left -= 1;
            *left == 0
        }
        _ => false,
    }
}

/// By symbol, where that is how it was asked for.
fn name(found: &[Found], instrument: Instrument) -> String {
    let name = found
        .iter()
        .filter(|one| one.instrument == instrument)
        .find_map(Found::name);
    name.unwrap_or_else(|| instrument.to_string())
}

/// The same instrument may be typed twice, as a number and as a symbol.
fn once_each(found: &[Found]) -> Vec<Instrument> {
    let mut instruments = Vec::new();
    for one in found {
        if !instruments.contains(&one.instrument) {
            instruments.push(one.instrument);
        }
    }
    instruments
}

#[cfg(unix)]
#[cfg(test)]
mod tests;
