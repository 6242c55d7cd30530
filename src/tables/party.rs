//! Customers after identification: one entry a company, whatever spellings the files used.

/// Position of a customer in [`Parties`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyIx(pub u32);

impl PartyIx {
    #[must_use]
    pub fn at(self) -> usize {
        self.0 as usize
    }
}

/// One customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The customer id where there is one, otherwise the normalised name.
    pub key: String,
    pub id: Option<String>,
    /// The name as the master spells it, otherwise the most frequent spelling.
    pub name: String,
    /// Every other name it goes by in the input: spellings and the master's aliases, in text order.
    pub also: Vec<String>,
    /// Whether the customer master knows it.
    pub in_master: bool,
}

/// Every customer, in the order of their keys.
#[derive(Debug, Clone, Default)]
pub struct Parties {
    list: Vec<Party>,
}

impl Parties {
    /// `list` must be sorted by key.
    #[must_use]
    pub fn new(list: Vec<Party>) -> Self {
        debug_assert!(list.is_sorted_by(|a, b| a.key < b.key));
        Parties { list }
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    #[must_use]
    pub fn get(&self, ix: PartyIx) -> &Party {
        &self.list[ix.at()]
    }

    #[must_use]
    pub fn name(&self, ix: PartyIx) -> &str {
        &self.get(ix).name
    }

    pub fn iter(&self) -> impl Iterator<Item = (PartyIx, &Party)> {
        self.list.iter().enumerate().map(|(i, p)| (PartyIx(u32::try_from(i).unwrap_or(u32::MAX)), p))
    }
}
