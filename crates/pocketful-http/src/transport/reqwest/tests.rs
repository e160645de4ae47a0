//! The real transport against small servers on loopback that behave badly.

use std::time::Duration;

use crate::{
    Api, ApiBuilder, Environment, ErrorKind, Outcome, RetryPolicy,
    test_endpoints::{Answer, Read, SECRET, SUCCESS, Write, fixed_token},
};

mod bodies;
mod connecting;
mod egress;
mod failures;
mod hosts;
mod server;

use server::{Server, respond};

fn at(url: &str) -> ApiBuilder {
    let environment = Environment::custom(url.parse().unwrap()).unwrap();
    Api::builder(environment, fixed_token())
}

/// Without repeats, so that a test sees what one attempt does.
fn once(url: &str) -> Api {
    at(url).retry(RetryPolicy::never()).build()
}
