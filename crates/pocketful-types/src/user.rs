//! Who the account is, and its apps (wire reference, sections 1.3, 1.5 and 3).

mod apps;
mod profile;
mod register_app;
mod trading_info;

pub use apps::{GetApps, RegisteredApp, RegisteredApps};
pub use profile::{GetProfile, Profile, ProfilePath, Role};
pub use register_app::{CreatedApp, NewApp, RegisterApp};
pub use trading_info::{GetTradingInfo, TradingInfo};
