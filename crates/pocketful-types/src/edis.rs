//! Authorising sales from the depository: TPIN and eDIS (wire reference, section 15).
//!
//! **Undocumented**: a commented-out page of the documentation and the broker's own middleware are the only sources,
//! they disagree, and no sample of a live server exists. Both forms are here; which one a server takes is to be tried.

mod authorise;
mod form;
mod tpin;

pub use authorise::{AuthoriseSale, SaleInstrument};
pub use form::EdisForm;
pub use tpin::{GenerateTpin, TpinAnswer};

/// Which of the two forms of the requests is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EdisRoute {
    /// `/api/v1/edis/…`, members in snake case: what the broker's middleware sends upstream.
    #[default]
    Upstream,
    /// `/api/space/v1/edis/…`, members in camel case: the app's gateway.
    Gateway,
}
