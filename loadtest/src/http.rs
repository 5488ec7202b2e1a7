//! HTTP as a browser speaks it to one server: one kept connection, one request at a time.

use std::fmt::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::site::Site;

/// An answer that takes longer is none.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the server said.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn is_ok(&self) -> bool {
        self.status == 200
    }

    /// Returns the body as JSON, `null` if it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    /// Returns the first header of a name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the JSON of a success; anything else is an error.
    pub(crate) fn success(self) -> Result<Value> {
        if !self.is_ok() {
            bail!("the server answered {}: {}", self.status, self.body);
        }
        Ok(self.json())
    }
}

/// Time after which a connection is not used again: the server ends those that say nothing.
const KEPT_FOR: Duration = Duration::from_secs(5);

/// A kept connection.
pub(crate) struct Http {
    site: Arc<Site>,
    stream: Option<(SocketAddr, BufReader<TcpStream>)>,
    used_at: Instant,
}

impl Http {
    pub(crate) fn new(site: Arc<Site>) -> Self {
        Self { site, stream: None, used_at: Instant::now() }
    }

    /// Sends a request and returns the answer. An error says nothing about what became of it.
    pub(crate) async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Answer> {
        let exchanged = timeout(PATIENCE, self.exchange(method, path, headers, body)).await;
        let answer = exchanged.context("there was no answer").flatten();
        if answer.is_err() {
            self.stream = None;
        }
        answer
    }

    async fn exchange(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Answer> {
        let address = self.site.address().context("the server is down")?;
        let stream = match self.stream.take() {
            Some((to, stream)) if to == address && self.used_at.elapsed() < KEPT_FOR => stream,
            _ => {
                let stream = TcpStream::connect(address).await?;
                stream.set_nodelay(true)?;
                BufReader::new(stream)
            }
        };
        let (_, stream) = self.stream.insert((address, stream));
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\n");
        for (name, value) in headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        let _ = write!(request, "content-length: {}\r\n\r\n{body}", body.len());
        stream.write_all(request.as_bytes()).await?;
        let answer = read_answer(stream).await?;
        if answer.header("connection") == Some("close") {
            self.stream = None;
        }
        self.used_at = Instant::now();
        Ok(answer)
    }
}

async fn read_answer(stream: &mut BufReader<TcpStream>) -> Result<Answer> {
    let first = read_line(stream).await?;
    let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.with_context(|| format!("`{first}` is no status"))?;
    let mut answer = Answer { status, headers: Vec::new(), body: String::new() };
    loop {
        let line = read_line(stream).await?;
        let Some((name, value)) = line.split_once(':') else { break };
        answer.headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let body = if answer.header("transfer-encoding") == Some("chunked") {
        read_chunks(stream).await?
    } else {
        let length = answer.header("content-length").and_then(|length| length.parse().ok());
        read_bytes(stream, length.unwrap_or(0)).await?
    };
    answer.body = String::from_utf8_lossy(&body).into_owned();
    Ok(answer)
}

async fn read_line(stream: &mut BufReader<TcpStream>) -> Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        bail!("the connection ended");
    }
    Ok(line.trim_end().to_owned())
}

async fn read_bytes(stream: &mut BufReader<TcpStream>, length: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes).await?;
    Ok(bytes)
}

async fn read_chunks(stream: &mut BufReader<TcpStream>) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    loop {
        let length = usize::from_str_radix(read_line(stream).await?.trim(), 16)?;
        all.extend(read_bytes(stream, length).await?);
        read_line(stream).await?;
        if length == 0 {
            return Ok(all);
        }
    }
}
