//! XML in and out. In: namespaces resolved, no DTD, bounded. Out: with the prefixes that
//! every program knows.

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;
use roxmltree::{Document, Node, ParsingOptions};

use super::failure::Failure;

/// WebDAV (RFC 4918).
pub(super) const D: &str = "DAV:";
/// CalDAV (RFC 4791).
pub(super) const C: &str = "urn:ietf:params:xml:ns:caldav";
/// What Apple's server began and everybody asks for.
pub(super) const CS: &str = "http://calendarserver.org/ns/";
/// Colours and order of Apple's calendars.
pub(super) const A: &str = "http://apple.com/ns/ical/";

/// The most nodes of a request.
const MOST_NODES: u32 = 20_000;

/// Reads a body; none if it is empty.
pub(super) fn parse(body: &str) -> Result<Option<Document<'_>>, Failure> {
    if body.trim().is_empty() {
        return Ok(None);
    }
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(body, options)
        .map(Some)
        .map_err(|_| Failure::BadRequest)
}

/// The first child of that name.
pub(super) fn child<'a, 'b>(node: Node<'a, 'b>, name: (&str, &str)) -> Option<Node<'a, 'b>> {
    node.children().find(|child| is(*child, name))
}

/// Whether a node has that name.
pub(super) fn is(node: Node<'_, '_>, name: (&str, &str)) -> bool {
    node.is_element() && node.has_tag_name(name)
}

/// The text of a node, without blanks around it.
pub(super) fn text(node: Node<'_, '_>) -> String {
    let texts = node
        .descendants()
        .filter_map(|inner| inner.text().filter(|_| inner.is_text()));
    texts.collect::<String>().trim().to_owned()
}

/// XML that is being written.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
    root: &'static str,
}

impl Xml {
    /// Begins with the element `root`, which names the prefixes.
    pub(super) fn new(root: &'static str) -> Self {
        let mut xml = Self {
            writer: Writer::new(Vec::new()),
            root,
        };
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        let mut start = BytesStart::new(root);
        for (prefix, namespace) in [("D", D), ("C", C), ("CS", CS), ("A", A)] {
            start.push_attribute((format!("xmlns:{prefix}").as_str(), namespace));
        }
        xml.event(Event::Start(start));
        xml
    }

    fn event(&mut self, event: Event<'_>) {
        // Writing into memory cannot fail.
        let _ = self.writer.write_event(event);
    }

    /// An element with others in it.
    pub(super) fn within(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.event(Event::Start(BytesStart::new(name)));
        inside(self);
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element with a text. Characters that XML cannot hold are left out.
    pub(super) fn leaf(&mut self, name: &str, text: &str) {
        let text: String = text
            .chars()
            .filter(|&c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'))
            .collect();
        self.within(name, |xml| xml.event(Event::Text(BytesText::new(&text))));
    }

    /// An element with nothing in it.
    pub(super) fn empty(&mut self, name: &str) {
        self.event(Event::Empty(BytesStart::new(name)));
    }

    /// An empty element with one attribute.
    pub(super) fn empty_with(&mut self, name: &str, attribute: (&str, &str)) {
        let mut start = BytesStart::new(name);
        start.push_attribute(attribute);
        self.event(Event::Empty(start));
    }

    /// An empty element of a namespace without a known prefix.
    pub(super) fn empty_of(&mut self, namespace: &str, name: &str) {
        match prefix(namespace) {
            Some(prefix) => self.empty(&format!("{prefix}:{name}")),
            None => self.empty_with(&format!("X:{name}"), ("xmlns:X", namespace)),
        }
    }

    /// The finished text.
    pub(super) fn finish(mut self) -> String {
        self.event(Event::End(BytesEnd::new(self.root)));
        String::from_utf8(self.writer.into_inner()).unwrap_or_default()
    }
}

fn prefix(namespace: &str) -> Option<&'static str> {
    match namespace {
        D => Some("D"),
        C => Some("C"),
        CS => Some("CS"),
        A => Some("A"),
        _ => None,
    }
}
