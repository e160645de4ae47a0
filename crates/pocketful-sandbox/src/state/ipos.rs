//! Applications for new shares (wire reference, section 14), and the issues there are on a day.

use time::{Date, Duration};

use crate::prices::is_trading_day;

/// A company that goes public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Issue {
    pub(crate) symbol: &'static str,
    pub(crate) name: &'static str,
    pub(crate) isin: &'static str,
    /// Rupees.
    pub(crate) lowest: i64,
    pub(crate) highest: i64,
    pub(crate) lot: i64,
    pub(crate) size: i64,
    pub(crate) opens: Date,
    pub(crate) closes: Date,
}

/// A bid for so many shares.
#[derive(Clone, Debug)]
pub(crate) struct Bid {
    pub(crate) quantity: i64,
    pub(crate) at_cut_off: bool,
    pub(crate) price: i64,
    pub(crate) amount: i64,
}

/// An application.
#[derive(Clone, Debug)]
pub(crate) struct Application {
    pub(crate) number: String,
    pub(crate) client_id: String,
    pub(crate) symbol: String,
    pub(crate) upi_id: String,
    pub(crate) category: String,
    pub(crate) bids: Vec<Bid>,
    pub(crate) is_cancelled: bool,
}

/// All applications, oldest first.
#[derive(Default)]
pub(crate) struct Ipos(Vec<Application>);

impl Ipos {
    pub(crate) fn of<'a>(&'a self, client_id: &'a str) -> impl Iterator<Item = &'a Application> {
        self.0.iter().filter(move |one| one.client_id == client_id)
    }

    /// Takes an application, unless one of this account for this issue is there already.
    pub(crate) fn apply(&mut self, mut application: Application) -> Option<&Application> {
        let twice = self
            .of(&application.client_id)
            .any(|one| one.symbol == application.symbol && !one.is_cancelled);
        if twice {
            return None;
        }
        application.number = format!("{:012}", 100_000_000_001 + self.0.len());
        self.0.push(application);
        self.0.last()
    }

    /// Puts other bids in the place of an application's.
    pub(crate) fn change(&mut self, application: Application) -> Option<&Application> {
        let one = self.standing(&application.client_id, &application.symbol)?;
        *one = Application {
            number: std::mem::take(&mut one.number),
            ..application
        };
        Some(one)
    }

    /// Withdraws an account's application for an issue.
    pub(crate) fn cancel(&mut self, client_id: &str, symbol: &str) -> Option<&Application> {
        let one = self.standing(client_id, symbol)?;
        one.is_cancelled = true;
        Some(one)
    }

    fn standing(&mut self, client_id: &str, symbol: &str) -> Option<&mut Application> {
        self.0
            .iter_mut()
            .find(|one| one.client_id == client_id && one.symbol == symbol && !one.is_cancelled)
    }
}

/// The issues of a day: one is open, one opens soon, one has closed.
pub(crate) fn issues(today: Date) -> [Issue; 3] {
    let trading_day = |mut day: Date, step: Duration| {
        while !is_trading_day(day) {
            day = day.saturating_add(step);
        }
        day
    };
    let (later, earlier) = (Duration::DAY, -Duration::DAY);
    let day = |by: i64, step| trading_day(today.saturating_add(Duration::days(by)), step);
    [
        issue(
            "SANDPIPER",
            "Sandpiper Foods Limited",
            "INE0SAND1010",
            [95, 100],
            (day(-1, earlier), day(1, later)),
        ),
        issue(
            "MARBLE",
            "Marble Logistics Limited",
            "INE0MARB1011",
            [310, 326],
            (day(7, later), day(10, later)),
        ),
        issue(
            "LANTERN",
            "Lantern Power Limited",
            "INE0LANT1012",
            [54, 57],
            (day(-12, earlier), day(-9, earlier)),
        ),
    ]
}

fn issue(
    symbol: &'static str,
    name: &'static str,
    isin: &'static str,
    [lowest, highest]: [i64; 2],
    (opens, closes): (Date, Date),
) -> Issue {
    Issue {
        symbol,
        name,
        isin,
        lowest,
        highest,
        // So many as cost a little under 15 000 rupees.
        lot: 14_900 / highest,
        size: 12_500_000,
        opens,
        closes,
    }
}

impl Issue {
    pub(crate) fn is_open(&self, today: Date) -> bool {
        (self.opens..=self.closes).contains(&today)
    }
}
