//! What has become of the account's orders: the truth that every reader must come to know, as the feed tells it and as REST does.

use std::io;

use super::*;

/// One thing that happened, numbered from 1 in the order of happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    Order { number: u32, id: usize, stage: Stage },
    Trade { number: u32, id: usize },
}

/// How far an order has come. It never goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Open { filled: u32 },
    Complete,
    Cancelled,
}

/// Units of each order.
const UNITS: u32 = 3;

/// An order as it stands, and the number of what last happened to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    pub(super) stage: Stage,
    pub(super) changed: u32,
}

#[derive(Debug, Default)]
pub(super) struct Account {
    ledger: Mutex<Ledger>,
    /// How often each of the three requests of a reading still fails.
    unread: Mutex<[usize; 3]>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    pub(super) orders: Vec<Standing>,
    /// The numbers of all trades.
    pub(super) trades: BTreeSet<u32>,
    /// The number of what happened last.
    pub(super) last: u32,
}

impl Stage {
    pub(super) fn is_final(self) -> bool {
        !matches!(self, Self::Open { .. })
    }

    /// As the members of a row have it.
    pub(super) fn read(status: &str, filled: u64) -> Self {
        match status {
            "COMPLETE" => Self::Complete,
            "CANCEL_CONFIRMED" => Self::Cancelled,
            _ => Self::Open {
                filled: filled.try_into().unwrap(),
            },
        }
    }

    fn members(self) -> String {
        let (status, filled) = match self {
            Self::Open { filled } => ("CONFIRMED", filled),
            Self::Complete => ("COMPLETE", UNITS),
            Self::Cancelled => ("CANCEL_CONFIRMED", 0),
        };
        format!(r#""order_status":"{status}","filled_quantity":{filled}"#)
    }
}

impl News {
    pub(super) fn mode(self) -> u8 {
        match self {
            Self::Order { .. } => 50,
            Self::Trade { .. } => 51,
        }
    }

    /// The row of an update; it has its number where there is room for text.
    pub(super) fn row(self) -> String {
        match self {
            Self::Order { number, id, stage } => {
                let members = stage.members();
                format!(r#"{{"oms_order_id":"{id}","nest_request_id":"{number}",{members}}}"#)
            }
            Self::Trade { number, id } => {
                format!(r#"{{"oms_order_id":"{id}","trade_id":"{number}","filled_quantity":1}}"#)
            }
        }
    }
}

impl Account {
    /// Something happens; what the feed tells of it, a frame each.
    pub(super) fn happen(&self, dice: &mut Dice) -> Vec<Vec<News>> {
        let mut ledger = self.ledger.lock().unwrap();
        let open: Vec<_> = (0..ledger.orders.len())
            .filter(|id| !ledger.orders[*id].stage.is_final())
            .collect();
        match dice.roll(5) {
            0 | 1 if !open.is_empty() => {
                let id = dice.pick(&open);
                let order = ledger.fill(id);
                vec![vec![order], vec![ledger.trade(id)]]
            }
            2 if !open.is_empty() => vec![vec![ledger.change(dice.pick(&open), Stage::Cancelled)]],
            // An order, or two that are told in one frame.
            _ => {
                let count = 1 + dice.index(2);
                vec![(0..count).map(|_| ledger.place()).collect()]
            }
        }
    }

    pub(super) fn ledger(&self) -> Ledger {
        self.ledger.lock().unwrap().clone()
    }

    pub(super) fn fail(&self, request: usize, times: usize) {
        self.unread.lock().unwrap()[request] += times;
    }

    pub(super) fn recover(&self) {
        *self.unread.lock().unwrap() = [0; 3];
    }

    pub(super) fn is_readable(&self) -> bool {
        *self.unread.lock().unwrap() == [0; 3]
    }

    /// Reads the books as the facade does: one request after the other, and things happen in between.
    pub(super) async fn books(&self) -> Result<Books, io::Error> {
        let pending = self.request(0, |ledger| ledger.book(false)).await?;
        let completed = self.request(1, |ledger| ledger.book(true)).await?;
        let trades = self.request(2, Ledger::trade_book).await;
        Ok(Books {
            pending: serde_json::from_str(&pending)?,
            completed: serde_json::from_str(&completed)?,
            trades_unread: trades.as_ref().err().map(|error| error.to_string().into()),
            trades: trades.ok().and_then(|trades| serde_json::from_str(&trades).ok()),
        })
    }

    /// The answer is as things stand in the middle of the time that it takes.
    async fn request(&self, which: usize, list: impl FnOnce(&Ledger) -> String) -> Result<String, io::Error> {
        sleep(Duration::from_millis(150)).await;
        let fails = {
            let failures = &mut self.unread.lock().unwrap()[which];
            std::mem::replace(failures, failures.saturating_sub(1)) > 0
        };
        if fails {
            return Err(io::Error::other(format!("request {which} failed")));
        }
        let list = list(&self.ledger.lock().unwrap());
        sleep(Duration::from_millis(150)).await;
        Ok(list)
    }
}

impl Ledger {
    fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    fn place(&mut self) -> News {
        let (id, stage) = (self.orders.len(), Stage::Open { filled: 0 });
        self.orders.push(Standing { stage, changed: 0 });
        self.change(id, stage)
    }

    fn fill(&mut self, id: usize) -> News {
        let stage = match self.orders[id].stage {
            Stage::Open { filled } if filled + 1 < UNITS => Stage::Open { filled: filled + 1 },
            _ => Stage::Complete,
        };
        self.change(id, stage)
    }

    fn change(&mut self, id: usize, stage: Stage) -> News {
        let number = self.next();
        self.orders[id] = Standing {
            stage,
            changed: number,
        };
        News::Order { number, id, stage }
    }

    fn trade(&mut self, id: usize) -> News {
        let number = self.next();
        self.trades.insert(number);
        News::Trade { number, id }
    }

    fn book(&self, is_final: bool) -> String {
        let rows = self.orders.iter().enumerate();
        let rows = rows.filter(|(_, order)| order.stage.is_final() == is_final);
        let rows = rows.map(|(id, order)| format!(r#"{{"oms_order_id":"{id}",{}}}"#, order.stage.members()));
        format!("[{}]", rows.collect::<Vec<_>>().join(","))
    }

    fn trade_book(&self) -> String {
        let rows = self
            .trades
            .iter()
            .map(|number| format!(r#"{{"trade_number":"{number}"}}"#));
        format!("[{}]", rows.collect::<Vec<_>>().join(","))
    }
}

/// The frame that tells of it, in any of the shapes that there are (wire reference, row 39 of section 17).
pub(super) fn frame(news: &[News], dice: &mut Dice) -> Vec<u8> {
    let rows: Vec<_> = news.iter().map(|news| news.row()).collect();
    let list = rows.join(",");
    let error = r#""error":{"code":0,"message":""}"#;
    let json = match (dice.roll(4), &rows[..]) {
        (0, _) => format!(r#"{{{error},"result":[{list}]}}"#),
        (1, [row]) => format!(r#"{{{error},"result":{row}}}"#),
        (2, _) => format!("[{list}]"),
        // Flat; of several one follows the other.
        _ => rows.join("\0"),
    };
    // Nobody knows what the four bytes behind the mode are.
    let prefix = (0..4).map(|_| u8::try_from(dice.roll(256)).unwrap());
    let head = std::iter::once(news[0].mode()).chain(prefix);
    head.chain(json.into_bytes()).collect()
}
