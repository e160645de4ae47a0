//! A program that only logs in: a complete login over HTTP, with the redirected address pasted, against a server of its own.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::Arc,
};

use pocketful_auth::{
    App, AppId, CodeFlow, HttpLoginApi, MemoryStore, PastedUrlLogin, Session,
    types::{HeaderStyle, Origin},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server: Origin = serve()?.parse()?;
    let app = App::new(AppId::new("app-1"), "app-secret".into())
        .with_redirect_uri("http://127.0.0.1:5010/callback".parse()?);
    let api = HttpLoginApi::new(server.clone(), server.clone(), HeaderStyle::Bearer);
    let login = PastedUrlLogin::new(CodeFlow::new(app, Arc::new(api)), |request| {
        // What the browser's address bar shows after the person has logged in.
        let url = request.url.to_string();
        let state = url.split("state=").nth(1).unwrap_or_default();
        let pasted = format!("http://127.0.0.1:5010/callback?code=code-1&state={state}");
        async move { Ok(pasted) }
    });

    let session = Session::builder(server, Arc::new(MemoryStore::new())).build();
    session.log_in(&login).await?;
    let token = session.token()?;
    assert_eq!(token.client_id().as_str(), "AB1234");
    assert_eq!(token.expose_secret(), "token-1");
    println!("logged in as {} until {}", token.client_id(), token.expires_at());
    Ok(())
}

/// A server that redeems one code and says whose token it is.
fn serve() -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(|| answer(stream));
        }
    });
    Ok(format!("http://{address}"))
}

fn answer(stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    loop {
        let (mut first, mut length) = (String::new(), 0);
        if reader.read_line(&mut first)? == 0 {
            return Ok(());
        }
        loop {
            let mut header = String::new();
            reader.read_line(&mut header)?;
            match header.trim().to_ascii_lowercase().split_once(": ") {
                Some(("content-length", value)) => length = value.parse().unwrap_or_default(),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let is_grant = String::from_utf8_lossy(&body).contains("code=code-1");
        let reply = if first.starts_with("POST /oauth2/token ") && is_grant {
            r#"{"access_token":"token-1","expires_in":86399,"scope":"orders holdings","token_type":"bearer"}"#
        } else if first.starts_with("GET /api/v1/user/trading_info ") {
            r#"{"data":{"client_id":"AB1234"},"message":"","status":"success"}"#
        } else {
            r#"{"data":{},"message":"unexpected request","error_code":40000,"status":"error"}"#
        };
        write!(
            reader.get_mut(),
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{reply}",
            reply.len()
        )?;
    }
}
