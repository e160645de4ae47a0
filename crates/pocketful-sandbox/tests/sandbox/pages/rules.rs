//! What must hold for every page, whatever it shows.

use super::tab::Page;

const POLICY: [&str; 7] = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
];

/// Headers, content policy, one heading, labels, tokens: looks at all of it.
pub(super) fn check(name: &str, page: &Page) {
    let policy = page.header("content-security-policy");
    for part in POLICY {
        assert!(policy.contains(part), "{name}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{name}: {policy}");
    assert_eq!(page.header("cache-control"), "no-store", "{name}");
    assert_eq!(page.header("referrer-policy"), "no-referrer", "{name}");
    assert_eq!(page.header("x-content-type-options"), "nosniff", "{name}");
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{name}");

    let html = &page.html;
    assert!(
        !html.contains("<style") && !html.contains(" style="),
        "{name} has an inline style"
    );
    assert_eq!(
        html.matches("<script").count(),
        1,
        "{name} has a script of its own"
    );
    let script = "<script src=\"/portal/assets/portal.js\" defer></script>";
    assert!(html.contains(script), "{name}");
    for inline in [" onclick=", " onload=", " onsubmit=", " onerror=", "javascript:"] {
        assert!(!html.contains(inline), "{name} has {inline}");
    }
    assert!(
        html.contains("<strong>Sandbox</strong> — not the real Pocketful"),
        "{name}"
    );
    assert_eq!(
        html.matches("<h1").count(),
        1,
        "{name} has one heading of the first rank"
    );
    assert!(
        html.contains("<html lang=\"en\">") && html.contains("class=\"skip\" href=\"#main\""),
        "{name}"
    );
    let forms = html.matches("<form").count();
    assert_eq!(
        forms,
        html.matches("name=\"csrf\"").count(),
        "{name}: a form without a token"
    );
    headings_are_in_order(name, html);
    every_field_has_a_label(name, html);
    no_id_is_used_twice(name, html);
}

fn attributes<'a>(html: &'a str, tag: &str, attribute: &str) -> Vec<&'a str> {
    html.split(tag)
        .skip(1)
        .filter_map(|rest| rest.split('>').next()?.split(attribute).nth(1)?.split('"').next())
        .collect()
}

fn headings_are_in_order(name: &str, html: &str) {
    let mut last = 0;
    for rest in html.split("<h").skip(1) {
        let Some(rank) = rest.chars().next().and_then(|rank| rank.to_digit(10)) else {
            continue;
        };
        assert!(rank <= last + 1, "{name}: h{rank} follows h{last}");
        last = rank;
    }
}

fn every_field_has_a_label(name: &str, html: &str) {
    let labels = attributes(html, "<label", " for=\"");
    for id in [
        attributes(html, "<input", " id=\""),
        attributes(html, "<select", " id=\""),
    ]
    .concat()
    {
        assert!(labels.contains(&id), "{name}: {id} has no label");
    }
    let described = attributes(html, "<input", " aria-describedby=\"");
    for id in described.iter().flat_map(|ids| ids.split(' ')) {
        assert!(
            html.contains(&format!("id=\"{id}\"")),
            "{name}: nothing is called {id}"
        );
    }
}

fn no_id_is_used_twice(name: &str, html: &str) {
    let mut ids: Vec<_> = html
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{name} uses an id twice");
}
