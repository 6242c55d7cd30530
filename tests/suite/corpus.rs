//! The fuzzers' corpus as an ordinary test: every input, and what becomes of it cut, flipped and spliced, always the same way.

use std::fs;

use keyaccount::fuzzing;

use crate::common::root;

/// A generator of numbers that look random and never change (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap()
    }
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = root().join("fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 10, "{target} has a corpus");
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// One input as it may come out of a bad transfer or a bad mood.
fn mutate(inputs: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = inputs[numbers.below(inputs.len())].clone();
    for _ in 0..=numbers.below(3) {
        let at = numbers.below(bytes.len() + 1);
        match numbers.below(5) {
            0 => bytes.truncate(at),
            1 => {
                for _ in 0..=numbers.below(8) {
                    let at = numbers.below(bytes.len());
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << numbers.below(8);
                    }
                }
            }
            2 => {
                let other = &inputs[numbers.below(inputs.len())];
                let from = numbers.below(other.len() + 1);
                let piece = &other[from..(from + 1 + numbers.below(40)).min(other.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            3 => {
                let end = (at + 1 + numbers.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            _ => {
                const ODD: [&[u8]; 8] =
                    [b"\0", b"\xff\xff\xff\xff", b"\"", b"\r\n", b"<", b"-1", b"99999999999", "\u{fffd}".as_bytes()];
                bytes.splice(at..at, ODD[numbers.below(ODD.len())].iter().copied());
            }
        }
    }
    bytes
}

fn run(target: &str, entry: fn(&[u8]), mutations: usize) {
    let inputs = corpus(target);
    inputs.iter().for_each(|input| entry(input));
    let mut numbers = Numbers(7);
    for _ in 0..mutations {
        entry(&mutate(&inputs, &mut numbers));
    }
}

#[test]
fn the_normaliser_stands_anything() {
    run("normaliser", fuzzing::normaliser, 6_000);
}

#[test]
fn the_csv_path_stands_anything() {
    run("csv", fuzzing::csv, 2_000);
}

#[test]
fn the_xlsx_path_stands_anything() {
    run("xlsx", fuzzing::xlsx, 1_500);
}
