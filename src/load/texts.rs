//! The texts that the cells of a workbook share, in one piece of memory.

/// Texts by their number.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Texts {
    bytes: String,
    /// Where each text ends.
    ends: Vec<usize>,
}

impl Texts {
    /// With room for so many bytes.
    pub(super) fn with_room(bytes: usize) -> Self {
        Texts { bytes: String::with_capacity(bytes), ends: Vec::new() }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub(super) fn get(&self, id: u32) -> Option<&str> {
        let (from, to) = self.place(id)?;
        self.bytes.get(from..to)
    }

    /// How long a text is.
    #[inline]
    pub(super) fn bytes_of(&self, id: u32) -> Option<usize> {
        self.place(id).map(|(from, to)| to - from)
    }

    #[inline]
    fn place(&self, id: u32) -> Option<(usize, usize)> {
        let at = id as usize;
        let to = *self.ends.get(at)?;
        let from = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        Some((from, to))
    }
}
