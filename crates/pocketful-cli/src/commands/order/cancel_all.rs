//! `pocketful order cancel-all`: every order has its outcome, and nothing is traded unless that was asked for.

mod report;

use pocketful::{CancelAll, CancelPlan, CancelScope, CancelStep, Client, Order, types::Cancellation};

use crate::{
    args::order::CancelAllArgs,
    commands::{orders, read::ask, write},
    error::{Exit, Failure, Result},
    output::Out,
    profile::Profile,
    session, source,
};

pub(crate) async fn run(args: CancelAllArgs, profile: &Profile, out: &mut Out) -> Result {
    let scope = if args.exit_positions {
        CancelScope::OrdersAndPositions
    } else {
        CancelScope::Orders
    };
    let client = session::client(profile).await?;
    if args.send.dry_run {
        return dry_run(&plan(&client, scope).await?, &client, out);
    }
    source::check(profile).await?;
    // Without a question there is nothing to plan for: the sooner it is under way, the better.
    if !args.send.yes {
        let plan = plan(&client, scope).await?;
        // Nobody is asked for nothing, and what nobody was asked for is not sent.
        if plan.sends_nothing() {
            return tell(&client.orders().carry_out(plan).await, out);
        }
        write::confirm(&summary(&plan), args.send, &client).await?;
    }
    let check = "Orders may have been cancelled. Look with `pocketful orders`.";
    let all = write::send("Cancelling…", check, client.orders().cancel_all_in(scope)).await?;
    tell(&all, out)
}

fn tell(all: &CancelAll, out: &mut Out) -> Result {
    report::all(all, out)?;
    match report::exit(all) {
        Exit::Done => Ok(()),
        exit => Err(Failure::said(exit)),
    }
}

async fn plan(client: &Client, scope: CancelScope) -> Result<CancelPlan> {
    ask("Reading the order book…", client.orders().plan_cancel_all(scope)).await
}

/// What is about to happen, with every position that is going to be closed by its name.
fn summary(plan: &CancelPlan) -> String {
    let count = |is_it: fn(&CancelStep) -> bool| plan.steps.iter().filter(|(_, step)| is_it(step)).count();
    let going = count(|step| {
        matches!(
            step,
            CancelStep::Send(_) | CancelStep::Close(_) | CancelStep::With(_)
        )
    });
    let staying = count(|step| matches!(step, CancelStep::Skip(_)));
    let mut summary = format!("Cancel every order that waits, {going} at this moment");
    let closing: Vec<_> = plan
        .steps
        .iter()
        .filter(|(_, step)| matches!(step, CancelStep::Close(_)))
        .map(|(order, _)| format!("{} by {}", orders::symbol(order), order.oms_order_id))
        .collect();
    if !closing.is_empty() {
        summary += &format!(
            ", and close AT THE MARKET what these have opened: {}",
            closing.join(", ")
        );
    }
    match staying {
        0 => {}
        1 => summary += ". 1 leg of a cover or bracket order stays",
        legs => summary += &format!(". {legs} legs of cover and bracket orders stay"),
    }
    summary
}

/// The requests that would be sent for the orders that wait now.
fn dry_run(plan: &CancelPlan, client: &Client, out: &mut Out) -> Result {
    report::unreadable(&plan.bad_rows, out);
    let mut requests = Vec::new();
    for (order, step) in &plan.steps {
        let request = match step {
            CancelStep::Send(request) => request,
            CancelStep::Close(request) => {
                out.remark(&closes(order));
                request
            }
            CancelStep::Skip(skip) => {
                out.remark(&format!(
                    "{} stays: {}",
                    order.oms_order_id,
                    report::kept(order, *skip)
                ));
                continue;
            }
            CancelStep::Impossible(error) => {
                out.remark(&format!("no request cancels {}: {error}", order.oms_order_id));
                continue;
            }
            _ => continue,
        };
        requests.push(match request {
            Cancellation::Order(request) => client.prepare(request)?,
            Cancellation::Leg(request) => client.prepare(request)?,
            _ => continue,
        });
    }
    if !out.is_human() {
        let documents: Vec<_> = requests.iter().map(write::Document::of).collect();
        return Ok(out.document(&documents)?);
    }
    if requests.is_empty() {
        return Ok(out.line(if plan.steps.is_empty() {
            "No orders wait."
        } else {
            "Nothing would be sent."
        })?);
    }
    let texts: Vec<_> = requests
        .iter()
        .map(|request| request.to_string().trim_end().to_owned())
        .collect();
    Ok(out.line(texts.join("\n\n"))?)
}

fn closes(order: &Order) -> String {
    format!(
        "{} closes at the market what its group has opened of {}",
        order.oms_order_id,
        orders::symbol(order)
    )
}
