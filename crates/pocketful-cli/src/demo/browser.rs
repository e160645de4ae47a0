//! The least of a browser that a redirect needs, on loopback only.

use std::{io, net::IpAddr};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::error::{Failure, Result};

/// More than any page of the login.
const LONGEST_PAGE: u64 = 64 * 1024;

/// Follows the redirect to `url`, as the browser does after the login page.
pub(super) async fn get(url: &str) -> Result {
    let (host, path) = url
        .strip_prefix("http://")
        .and_then(|rest| rest.split_once('/'))
        .ok_or_else(|| Failure::usage("the redirect URL is not on this machine"))?;
    page(host, path)
        .await
        .map_err(|error| Failure::system("the browser cannot come back", &error))
}

async fn page(host: &str, path: &str) -> io::Result<()> {
    let mut stream = TcpStream::connect(host).await?;
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut page = Vec::new();
    stream.take(LONGEST_PAGE).read_to_end(&mut page).await?;
    Ok(())
}

/// A port for the redirect URL that nobody listens on.
pub(super) async fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await;
    listener
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| Failure::system("no port is free on 127.0.0.1", &error))
}

/// Whether connections can leave from `address`; on macOS only 127.0.0.1 exists at first.
pub(super) async fn check_bindable(address: IpAddr) -> Result {
    match TcpListener::bind((address, 0)).await {
        Ok(_) => Ok(()),
        Err(_) => Err(Failure::local(format!(
            "this machine has no address {address}, which the demo's app has registered for orders"
        ))
        .hint(format!("on macOS add it with: sudo ifconfig lo0 alias {address}"))),
    }
}
