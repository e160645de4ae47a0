//! The first line: where the stream stands, what has come, and the time.

use pocketful::{StreamState, stream::SocketErrorKind};
use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};
use time::OffsetDateTime;

use super::{Board, Paint, Weight};
use crate::{output::time as moment, watch::words::counted};

/// Draws it. Where not all of it fits, the ticks go first and then the time.
pub(super) fn draw(frame: &mut Frame<'_>, board: &Board, now: OffsetDateTime, paint: Paint, area: Rect) {
    let (weight, state) = state(board, now);
    let ticks = counted(board.ticks, "tick");
    let (gaps, seriousness) = match board.gaps {
        0 => ("no gaps".to_owned(), Weight::Plain),
        gaps => (counted(gaps, "gap"), Weight::Bad),
    };
    let clock = format!("{} IST", moment::clock(now));
    let room = usize::from(area.width);
    let taken = |texts: &[&str]| texts.iter().map(|text| text.chars().count() + 2).sum::<usize>() - 2;
    let mut spans = vec![Span::styled(state.clone(), paint.of(weight))];
    if taken(&[&state, &ticks, &gaps, &clock]) <= room {
        spans.push(Span::raw(format!("  {ticks}")));
    }
    spans.push(Span::styled(format!("  {gaps}"), paint.of(seriousness)));
    frame.render_widget(Line::from(spans), area);
    if taken(&[&state, &gaps, &clock]) <= room {
        let line = Line::raw(clock).right_aligned();
        let height = area.height.min(1);
        frame.render_widget(line, Rect { height, ..area });
    }
}

fn state(board: &Board, now: OffsetDateTime) -> (Weight, String) {
    match board.state {
        StreamState::Live => (Weight::Good, "● live".to_owned()),
        StreamState::Waiting {
            attempts,
            pause,
            cause,
        } => {
            let what = match cause {
                Some(SocketErrorKind::Unauthorised) => "new token refused",
                Some(_) => "no connection",
                None => "lost",
            };
            let left = (board.stands_since + pause - now).max(time::Duration::ZERO);
            // A second that has begun counts.
            let left = left.whole_seconds() + i64::from(left.subsec_nanoseconds() > 0);
            let next = u64::from(attempts) + 1;
            (Weight::Bad, format!("○ {what}, attempt {next} in {left} s"))
        }
        StreamState::AwaitingToken(_) => (Weight::Bad, "○ waiting for a login".to_owned()),
        StreamState::Ended(_) => (Weight::Bad, "○ ended".to_owned()),
        _ => (Weight::Warn, "○ connecting".to_owned()),
    }
}
