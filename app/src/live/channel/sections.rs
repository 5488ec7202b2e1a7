//! Sections of the log: what was loaded together is one piece of the page. A page that loads above
//! is then one piece more, and not a row of those below is moved, so the view keeps its place.

use std::collections::BTreeMap;

use protocol::cursor::Seq;

/// Identity of a section; as long as it stays the same, its rows stay on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SectionId(u32);

/// Where sections begin. Each reaches to the next, the last to the live end.
#[derive(Clone, Debug, Default)]
pub(in crate::live) struct Sections {
    starts: BTreeMap<Seq, SectionId>,
    next: u32,
}

impl Sections {
    /// Returns the section that a message is in.
    pub(in crate::live) fn of(&self, position: Seq) -> SectionId {
        let known = self.starts.range(..=position).next_back();
        known.map(|(_, id)| *id).unwrap_or_default()
    }

    /// Takes note of where the window begins: earlier than before, a page was added in front;
    /// later, messages fell away and the section they were in goes on without them.
    pub(super) fn begin_at(&mut self, first: Option<Seq>) {
        let Some(first) = first else { return self.forget() };
        let kept = self.starts.split_off(&first.next());
        let outlived = std::mem::replace(&mut self.starts, kept);
        let id = outlived.into_values().next_back().unwrap_or_else(|| self.new_id());
        self.starts.insert(first, id);
    }

    /// Takes note that a page is about to be added behind this last message.
    pub(super) fn end_at(&mut self, last: Option<Seq>) {
        if let Some(last) = last {
            let id = self.new_id();
            self.starts.insert(last.next(), id);
        }
    }

    /// Takes note that the window is about to move elsewhere.
    pub(super) fn forget(&mut self) {
        self.starts.clear();
    }

    fn new_id(&mut self) -> SectionId {
        self.next += 1;
        SectionId(self.next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_keeps_its_identity_while_pages_come_and_go_around_it() {
        let mut sections = Sections::default();
        sections.begin_at(Some(Seq(100)));
        let opened = sections.of(Seq(100));
        assert_eq!(sections.of(Seq(900)), opened, "live messages join the last section");

        sections.begin_at(Some(Seq(50)));
        let above = sections.of(Seq(50));
        assert_ne!(above, opened);
        assert_eq!((sections.of(Seq(99)), sections.of(Seq(100))), (above, opened));

        sections.end_at(Some(Seq(200)));
        let below = sections.of(Seq(201));
        assert_eq!(sections.of(Seq(200)), opened);
        assert!(below != opened && below != above);

        // The oldest fall away: first a part of a section, then all of it and a part of the next.
        sections.begin_at(Some(Seq(70)));
        assert_eq!(sections.of(Seq(70)), above);
        sections.begin_at(Some(Seq(150)));
        assert_eq!(sections.of(Seq(150)), opened);

        // What is loaded above again is a section of its own, not the rest of that one.
        sections.begin_at(Some(Seq(80)));
        assert_eq!(sections.of(Seq(150)), opened);
        assert!(![above, opened, below].contains(&sections.of(Seq(80))));

        sections.forget();
        sections.begin_at(Some(Seq(100)));
        assert_ne!(sections.of(Seq(100)), opened, "a window elsewhere is new");
    }
}
