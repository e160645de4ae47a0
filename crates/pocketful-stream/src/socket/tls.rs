//! TLS as everywhere in this project: rustls, with the certificates that the system trusts. There is no switch for it.

use std::sync::{Arc, OnceLock};

use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{ClientConfig, crypto::aws_lc_rs, pki_types::ServerName},
};

use crate::{SocketError, SocketErrorKind};

/// The client's side of TLS, made when it is first needed: loading the system's certificates takes its time.
#[derive(Debug, Default)]
pub(super) struct Tls(OnceLock<Arc<ClientConfig>>);

impl Tls {
    pub(super) async fn wrap(
        &self,
        stream: TcpStream,
        host: &str,
    ) -> Result<TlsStream<TcpStream>, SocketError> {
        let name = ServerName::try_from(host.to_owned()).map_err(|_| unusable("the host's name"))?;
        TlsConnector::from(self.config()?)
            .connect(name, stream)
            .await
            .map_err(|error| SocketError::from_io(SocketErrorKind::Tls, "no encrypted connection", error))
    }

    fn config(&self) -> Result<Arc<ClientConfig>, SocketError> {
        if let Some(config) = self.0.get() {
            return Ok(Arc::clone(config));
        }
        let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_platform_verifier())
            .map_err(|error| {
                SocketError::new(
                    SocketErrorKind::Tls,
                    format!("the system's certificates are not usable: {error}"),
                )
            })?
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::clone(self.0.get_or_init(|| Arc::new(config))))
    }
}

fn unusable(what: &str) -> SocketError {
    SocketError::new(SocketErrorKind::Tls, format!("{what} cannot be used for TLS"))
}
