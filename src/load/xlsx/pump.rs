//! Inflates an entry of the archive, on a thread of its own where it is large, and feeds it piece by piece to a scanner.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

use super::cursor::{Scan, Stop};

const PIECE_BYTES: usize = 1 << 18;
/// Room before each piece for the end of the one before it, where an element is cut in two.
const HEADROOM: usize = 1 << 12;
/// Pieces under way between the two threads.
const UNDER_WAY: usize = 4;
/// An element that is longer than this is none that a spreadsheet program writes.
const MAX_LEFT_BYTES: usize = 16 << 20;
/// From this many bytes on a thread is worth while.
const THREAD_BYTES: u64 = 4 << 20;

/// What a scanner did with a piece.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fed {
    /// So many of its bytes are done with; the rest comes again, with what follows.
    More(usize),
    /// Nothing further is wanted.
    Done,
}

/// What may still be inflated, and how much a compressed byte may stand for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    pub(super) bytes: u64,
    pub(super) ratio: u64,
    /// Below this many bytes the ratio is of no interest.
    pub(super) ratio_from: u64,
}

struct Piece {
    bytes: Vec<u8>,
    from: usize,
    to: usize,
}

impl Piece {
    fn empty() -> Self {
        Piece { bytes: vec![0; HEADROOM + PIECE_BYTES], from: HEADROOM, to: HEADROOM }
    }

    /// Fills the piece; `false` at the end of the entry.
    fn fill(&mut self, entry: &mut impl Read) -> io::Result<bool> {
        (self.from, self.to) = (HEADROOM, HEADROOM);
        self.bytes.resize(HEADROOM + PIECE_BYTES, 0);
        while let Some(room) = self.bytes.get_mut(self.to..).filter(|room| !room.is_empty()) {
            match entry.read(room) {
                Ok(0) => break,
                Ok(got) => self.to += got,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.to > self.from)
    }

    /// Puts what was left of the piece before in front.
    fn prepend(&mut self, left: &[u8]) {
        if left.is_empty() {
            return;
        }
        match self.from.checked_sub(left.len()) {
            Some(from) => {
                if let Some(room) = self.bytes.get_mut(from..self.from) {
                    room.copy_from_slice(left);
                }
                self.from = from;
            }
            None => {
                let whole = [left, self.content()].concat();
                (self.from, self.to) = (0, whole.len());
                self.bytes = whole;
            }
        }
    }

    fn content(&self) -> &[u8] {
        self.bytes.get(self.from..self.to).unwrap_or_default()
    }
}

/// Feeds the entry to `scan` until it wants no more. An entry that ends before, breaks, or inflates to more than allowed is
/// a reason to stand aside. Answers how many bytes were inflated.
pub(super) fn pump(
    entry: &mut (impl Read + Send),
    sizes: (u64, u64),
    allowance: Allowance,
    scan: &mut dyn FnMut(&[u8]) -> Scan<Fed>,
) -> Scan<u64> {
    let (compressed, inflated) = sizes;
    let mut source = Source { entry, compressed: compressed.max(1), allowance, bytes: 0 };
    let mut feed = Feed { scan, left: Vec::new() };
    if inflated < THREAD_BYTES {
        let mut piece = Piece::empty();
        while source.fill(&mut piece)? {
            if feed.feed(&mut piece)? {
                return Ok(source.bytes);
            }
        }
        return Err(Stop::Aside);
    }
    thread::scope(|scope| {
        let (sender, pieces) = sync_channel(UNDER_WAY);
        let (emptied, empty) = channel();
        let inflating = thread::Builder::new().name("inflate".to_owned()).spawn_scoped(scope, move || {
            inflate(&mut source, &sender, &empty);
            source.bytes
        });
        let inflating = inflating.map_err(|_| Stop::Aside)?;
        let mut outcome = Err(Stop::Aside);
        while let Ok(Ok(mut piece)) = pieces.recv() {
            match feed.feed(&mut piece) {
                Ok(false) => {}
                Ok(true) => {
                    outcome = Ok(());
                    break;
                }
                Err(stop) => {
                    outcome = Err(stop);
                    break;
                }
            }
            // The other side may be through.
            let _ = emptied.send(piece);
        }
        // Nobody listens any more: the other side ends.
        drop(pieces);
        let bytes = inflating.join().map_err(|_| Stop::Aside)?;
        outcome.map(|()| bytes)
    })
}

fn inflate(source: &mut Source<'_, impl Read>, sender: &SyncSender<Scan<Piece>>, empty: &Receiver<Piece>) {
    loop {
        let mut piece = empty.try_recv().unwrap_or_else(|_| Piece::empty());
        let filled = match source.fill(&mut piece) {
            Ok(true) => Ok(piece),
            Ok(false) => return,
            Err(stop) => Err(stop),
        };
        if sender.send(filled).is_err() {
            return;
        }
    }
}

struct Source<'e, R> {
    entry: &'e mut R,
    compressed: u64,
    allowance: Allowance,
    bytes: u64,
}

impl<R: Read> Source<'_, R> {
    fn fill(&mut self, piece: &mut Piece) -> Scan<bool> {
        let more = piece.fill(self.entry).map_err(|_| Stop::Aside)?;
        self.bytes += piece.content().len() as u64;
        let Allowance { bytes, ratio, ratio_from } = self.allowance;
        let swollen = self.bytes > ratio_from && self.bytes / self.compressed > ratio;
        if self.bytes > bytes || swollen { Err(Stop::Aside) } else { Ok(more) }
    }
}

struct Feed<'s> {
    scan: &'s mut dyn FnMut(&[u8]) -> Scan<Fed>,
    left: Vec<u8>,
}

impl Feed<'_> {
    /// Whether the scanner wants no more.
    fn feed(&mut self, piece: &mut Piece) -> Scan<bool> {
        piece.prepend(&self.left);
        let content = piece.content();
        match (self.scan)(content)? {
            Fed::Done => Ok(true),
            Fed::More(taken) => {
                self.left.clear();
                self.left.extend_from_slice(content.get(taken..).unwrap_or_default());
                if self.left.len() > MAX_LEFT_BYTES { Err(Stop::Aside) } else { Ok(false) }
            }
        }
    }
}
