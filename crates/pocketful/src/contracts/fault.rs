//! What can be wrong with a contract master or its cache.

use std::{io, path::PathBuf};

use pocketful_types::{CacheError, ContractsError, GateRefusal};
use zip::result::ZipError;

#[derive(Debug, thiserror::Error)]
pub(crate) enum ContractsFault {
    #[error("the contract master is no ZIP file that can be read")]
    Archive(#[source] ZipError),
    #[error("the contract master's ZIP has no file named like NSECompactScrip.csv")]
    NoFiles,
    #[error("the contract master: {0}")]
    File(#[source] ContractsError),
    #[error(transparent)]
    Gate(#[from] GateRefusal),
    #[error("cannot {what} {path}")]
    Disk {
        what: &'static str,
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("the contract master that is kept in {path} cannot be used")]
    Cache {
        path: PathBuf,
        #[source]
        source: CacheError,
    },
    #[error("the work on the contract master was broken off")]
    BrokenOff,
}

impl ContractsFault {
    /// Whether the contract master itself is what is wrong.
    pub(crate) fn is_of_the_file(&self) -> bool {
        matches!(
            self,
            Self::Archive(_) | Self::NoFiles | Self::File(_) | Self::Gate(_)
        )
    }

    pub(crate) fn hint(&self) -> &'static str {
        match self {
            Self::Gate(_) => {
                "The contracts before stay in use. Look at the new ones, and take them anyway if they are right."
            }
            Self::Archive(_) | Self::NoFiles | Self::File(_) => {
                "Try again later; the contracts before stay in use. If it stays so, the broker changed the file: report it."
            }
            Self::Disk { .. } => "Give the contract master's cache a directory that can be read and written.",
            Self::Cache { .. } => {
                "Download the contract master again: it takes the place of the one that is kept."
            }
            Self::BrokenOff => "Try again.",
        }
    }
}
