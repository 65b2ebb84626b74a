//! Answers about several things at once (RFC 4918 §13).

use roxmltree::{Document, Node};

use super::RemoteError;
use crate::outgoing::Answer;
use crate::webdav::{D, child, is, parse, text};

/// The most nodes of an answer.
const MOST_NODES: u32 = 1_000_000;

/// What an answer says about one thing.
pub(super) struct Response<'a, 'b> {
    /// Its path, as the server writes it.
    pub(super) href: String,
    /// The status of the thing itself, if that is what was asked.
    pub(super) status: Option<u16>,
    node: Node<'a, 'b>,
}

impl<'a, 'b> Response<'a, 'b> {
    /// A property that the thing has.
    pub(super) fn prop(&self, name: (&str, &str)) -> Option<Node<'a, 'b>> {
        let parts = self.node.children().filter(|it| is(*it, (D, "propstat")));
        parts
            .filter(|part| child(*part, (D, "status")).is_none_or(|it| status(it) == Some(200)))
            .filter_map(|part| child(part, (D, "prop")))
            .find_map(|props| child(props, name))
    }

    /// The text of a property; none if it is empty.
    pub(super) fn text(&self, name: (&str, &str)) -> Option<String> {
        let text = text(self.prop(name)?);
        Some(text).filter(|text| !text.is_empty())
    }

    /// The address in a property.
    pub(super) fn href_in(&self, name: (&str, &str)) -> Option<String> {
        let href = child(self.prop(name)?, (D, "href"))?;
        Some(text(href)).filter(|href| !href.is_empty())
    }
}

/// The text of an answer that is a multistatus.
pub(super) fn body(answer: &Answer) -> Result<&str, RemoteError> {
    match answer.status {
        207 => std::str::from_utf8(&answer.body).map_err(|_| RemoteError::NotCalDav),
        // A page of somebody else.
        200..=299 | 400 | 405 | 501 => Err(RemoteError::NotCalDav),
        _ => super::check(answer).and(Err(RemoteError::NotCalDav)),
    }
}

/// Reads the text. One that breaks off is none.
pub(super) fn read(body: &str) -> Result<Document<'_>, RemoteError> {
    match parse(body, MOST_NODES) {
        Ok(Some(document)) if is(document.root_element(), (D, "multistatus")) => Ok(document),
        _ => Err(RemoteError::NotCalDav),
    }
}

/// What it says, thing by thing.
pub(super) fn responses<'a, 'b>(
    document: &'a Document<'b>,
) -> impl Iterator<Item = Response<'a, 'b>> {
    let root = document.root_element();
    let nodes = root.children().filter(|it| is(*it, (D, "response")));
    nodes.filter_map(|node| {
        Some(Response {
            href: text(child(node, (D, "href"))?),
            status: child(node, (D, "status")).and_then(status),
            node,
        })
    })
}

/// `HTTP/1.1 404 Not Found` is 404.
fn status(node: Node<'_, '_>) -> Option<u16> {
    text(node).split_whitespace().nth(1)?.parse().ok()
}
