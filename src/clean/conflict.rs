//! Records that two exports state differently: same id, other values, in another file. One wins, both are listed.

use std::collections::{BTreeSet, VecDeque};

use polars::prelude::*;
use rustc_hash::FxHashSet;

use super::account::{ControlTotal, FileAccount};
use super::overlap::Overlap;
use super::stated::{Compared, compare};
use super::versions::{self, Line, Origins, Version, Versions};
use crate::config::Conflicts;
use crate::tables::{Frame, FrameError, PARTY, Parties, PartyIx, Source, SourceSheet, TableId};

/// Where a record stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub file: String,
    pub sheet: String,
    /// The row as Excel numbers it.
    pub row: u32,
}

/// Why one of two records was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Its file has the later name.
    LaterName,
    /// Its file has the earlier name.
    EarlierName,
    /// The other one says nothing that it does not say as well, and less.
    Fuller,
    /// The configuration keeps both: both are counted.
    Both,
    /// They have their id in common and are of different customers (claims: of different employees): both are counted.
    Apart,
}

impl Basis {
    /// Whether both records count.
    pub fn counts_both(self) -> bool {
        matches!(self, Self::Both | Self::Apart)
    }
}

/// A field the two records state differently, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub column: &'static str,
    pub kept: String,
    pub dropped: String,
}

/// One record stated twice, differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub table: TableId,
    /// The id they share.
    pub id: String,
    pub kept: Place,
    /// Not counted, unless both are kept.
    pub dropped: Place,
    pub basis: Basis,
    pub differences: Vec<Difference>,
}

/// Finds the records that two files state differently, and takes out what does not count. The accounts follow.
///
/// The version of the file with the later name counts, with all its lines, be they the same as in a much earlier file: a line that
/// only another version has is set aside where this one has a line in its stead. A file that merely has fewer lines contradicts
/// nothing.
pub(crate) fn settle(
    frame: Frame,
    overlap: &Overlap,
    book: &mut Book<'_>,
    found: &mut Vec<Conflict>,
) -> Result<Frame, FrameError> {
    let table = frame.table();
    if table.spec().record_key.is_empty() {
        return Ok(frame);
    }
    let origins = Origins::new(&frame, book.sources)?;
    let mut court = Court { frame: &frame, book, found, dropped: BTreeSet::new(), copies: BTreeSet::new() };
    let Versions { records, apart } = versions::find(&frame, &origins, overlap, court.book.rule, court.book.parties)?;
    for versions in records {
        court.judge(&versions)?;
    }
    for [kept, other] in apart {
        let compared = court.compared(&kept, &other)?;
        court.tell(Pair { own: kept, other, compared }, true, Basis::Apart)?;
    }
    let (dropped, copies) = (court.dropped, court.copies);
    if dropped.is_empty() && copies.is_empty() {
        return Ok(frame);
    }
    for &row in dropped.iter().chain(&copies) {
        book.set_aside(&frame, row, origins.source(row), copies.contains(&row))?;
    }
    let keep: BooleanChunked = (0..frame.len()).map(|row| !dropped.contains(&row) && !copies.contains(&row)).collect();
    // Column by column: the query engine's own threads, which no configuration bounds, are never started.
    Frame::new(table, frame.data().filter_seq(&keep)?)
}

/// What a conflict is judged by and written into.
pub(crate) struct Book<'a> {
    pub(crate) rule: Conflicts,
    pub(crate) sources: &'a [SourceSheet],
    pub(crate) parties: &'a Parties,
    pub(crate) files: &'a mut [FileAccount],
    pub(crate) totals: &'a mut [ControlTotal],
}

impl Book<'_> {
    fn place(&self, Source { sheet, row }: Source) -> Place {
        let source = self.sources.get(sheet as usize);
        let (file, sheet) = source.map(|s| (s.file.clone(), s.sheet.clone())).unwrap_or_default();
        Place { file, sheet, row }
    }

    /// The record moves from the accepted ones to those set aside, or counted once, and its money with it.
    fn set_aside(&mut self, frame: &Frame, row: usize, source: Source, is_copy: bool) -> Result<(), FrameError> {
        let accounts = self.files.iter_mut().flat_map(|f| &mut f.sheets);
        for account in accounts.filter(|a| a.source == Some(source.sheet)) {
            account.rows.accepted -= 1;
            *if is_copy { &mut account.rows.duplicate_export } else { &mut account.rows.superseded } += 1;
        }
        for total in self.totals.iter_mut().filter(|t| t.table == frame.table()) {
            let minor = i128::from(frame.data().column(total.column)?.i64()?.get(row).unwrap_or_default());
            total.flow.accepted -= minor;
            total.flow.skipped += minor;
        }
        Ok(())
    }
}

/// Lines that are looked at for the one that another line most likely became: whoever has more of one record is no person's work.
const LIKELY: usize = 32;

/// The conflicts of one table being judged.
struct Court<'a, 'b> {
    frame: &'a Frame,
    book: &'a Book<'b>,
    found: &'a mut Vec<Conflict>,
    /// Rows of the frame that do not count.
    dropped: BTreeSet<usize>,
    /// Rows that say what another one says, of the same customer by another of its names.
    copies: BTreeSet<usize>,
}

/// A line that another version has in its stead.
struct Pair {
    own: Line,
    other: Line,
    compared: Compared,
}

impl Court<'_, '_> {
    /// The versions of one record, the one that wins by the names of the files first.
    fn judge(&mut self, versions: &[Version]) -> Result<(), FrameError> {
        let Some((first, others)) = versions.split_first() else { return Ok(()) };
        let mut kept: Version = first.clone();
        for version in others {
            let rows = |of: &Version| of.iter().map(|line| line.at).collect::<FxHashSet<usize>>();
            let (theirs, in_kept) = (rows(version), rows(&kept));
            let is_out = |line: &Line| self.dropped.contains(&line.at) || self.copies.contains(&line.at);
            let mut own: Version = version.iter().filter(|line| !in_kept.contains(&line.at) && !is_out(line)).copied().collect();
            let mut more: VecDeque<Line> = kept.iter().filter(|line| !theirs.contains(&line.at)).copied().collect();
            // Of two lines it shows when they are compared.
            if own.len() > 1 || more.len() > 1 {
                self.take_copies(&mut own, &mut more)?;
            }
            if own.is_empty() || more.is_empty() {
                kept.append(&mut own);
                continue;
            }
            let pairs = self.pair(&own, &more)?;
            if let [pair] = pairs.as_slice()
                && pair.compared.differing.is_empty()
            {
                self.copies.insert(pair.own.at);
                continue;
            }
            let all = |which: usize| own.len() == more.len() && pairs.iter().all(|pair| pair.compared.says_all[which]);
            let (own_wins, basis) = match (all(0), all(1), self.book.rule) {
                (_, true, _) => (false, Basis::Fuller),
                (true, ..) => (true, Basis::Fuller),
                (.., Conflicts::LaterName) => (false, Basis::LaterName),
                (.., Conflicts::EarlierName) => (false, Basis::EarlierName),
                (.., Conflicts::Both) => (false, Basis::Both),
            };
            for pair in pairs {
                let loser = if own_wins { pair.other } else { pair.own };
                self.tell(pair, own_wins, basis)?;
                if basis != Basis::Both {
                    self.dropped.insert(loser.at);
                }
            }
            if own_wins {
                kept.retain(|line| theirs.contains(&line.at));
            }
            if own_wins || basis == Basis::Both {
                kept.append(&mut own);
            }
        }
        Ok(())
    }

    /// Lines that say the same, though their fingerprints differ, are one.
    fn take_copies(&mut self, own: &mut Version, more: &mut VecDeque<Line>) -> Result<(), FrameError> {
        let mut left = Vec::new();
        for line in own.drain(..) {
            let mut same = None;
            for (at, other) in more.iter().enumerate().take(LIKELY) {
                if self.compared(&line, other)?.differing.is_empty() {
                    same = Some(at);
                    break;
                }
            }
            match same {
                Some(at) => {
                    more.remove(at);
                    self.copies.insert(line.at);
                }
                None => left.push(line),
            }
        }
        *own = left;
        Ok(())
    }

    /// Each line with the one it most likely became: that which differs in the fewest fields.
    fn pair(&self, own: &[Line], more: &VecDeque<Line>) -> Result<Vec<Pair>, FrameError> {
        let (mut free, mut pairs) = (more.clone(), Vec::new());
        for &own in own {
            let among = if free.is_empty() { more } else { &free };
            let mut best: Option<(usize, Pair)> = None;
            for (at, &other) in among.iter().enumerate().take(LIKELY) {
                let compared = self.compared(&own, &other)?;
                if best.as_ref().is_none_or(|(_, best)| compared.differing.len() < best.compared.differing.len()) {
                    best = Some((at, Pair { own, other, compared }));
                }
            }
            if let Some((at, best)) = best {
                free.remove(at);
                pairs.push(best);
            }
        }
        Ok(pairs)
    }

    fn compared(&self, own: &Line, other: &Line) -> Result<Compared, FrameError> {
        compare(self.frame, [own, other], self.book.sources, self.book.parties)
    }

    fn tell(&mut self, pair: Pair, own_wins: bool, basis: Basis) -> Result<(), FrameError> {
        let (kept, dropped) = if own_wins { (pair.own, pair.other) } else { (pair.other, pair.own) };
        let differing = pair.compared.differing.into_iter().map(|differing| {
            let [own, other] = differing.values;
            let (kept, dropped) = if own_wins { (own, other) } else { (other, own) };
            Difference { column: differing.column, kept, dropped }
        });
        let place = |line: Line| self.book.place(line.source);
        self.found.push(Conflict {
            table: self.frame.table(),
            id: id_of(self.frame, kept.at, self.book.parties)?,
            kept: place(kept),
            dropped: place(dropped),
            basis,
            differences: differing.collect(),
        });
        Ok(())
    }
}

/// What the records share, for people: the id, with the product or receipt that tells it from others of that id.
fn id_of(frame: &Frame, row: usize, parties: &Parties) -> Result<String, FrameError> {
    if frame.table() == TableId::Customers {
        let party = frame.data().column(PARTY)?.u32()?.get(row).unwrap_or_default();
        return Ok(parties.name(PartyIx(party)).to_owned());
    }
    let texts = versions::texts(frame, row)?;
    Ok(texts.into_iter().filter(|t| !t.is_empty()).take(2).collect::<Vec<_>>().join(" / "))
}
