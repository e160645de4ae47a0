//! The contract master: every instrument that can be traded, parsed, indexed, checked and cached (wire reference,
//! section 11.3).

mod amount;
mod arena;
mod builder;
mod cache;
mod columns;
mod contract;
mod derivatives;
mod file;
mod gate;
mod index;
mod info;
mod record;
mod rules;
mod table;
mod underlying;

pub use builder::{BadContract, ContractsBuilder, ContractsError};
pub use cache::CacheError;
pub use contract::{Contract, ContractKind, OptionSide};
pub use file::ContractFile;
pub use gate::{ContractsGate, GateRefusal};
pub use index::Contracts;
pub use info::ContractsInfo;
