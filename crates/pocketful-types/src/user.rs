//! Who the account is (wire reference, sections 1.3 and 3).

mod apps;
mod profile;
mod trading_info;
mod worded_time;

pub use apps::{GetApps, RegisteredApp, RegisteredApps};
pub use profile::{GetProfile, Profile, ProfilePath, Role};
pub use trading_info::{GetTradingInfo, TradingInfo};
pub use worded_time::WordedTime;
