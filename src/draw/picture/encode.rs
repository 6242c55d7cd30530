//! Pixels into the bytes of a PNG. Small enough to have here, and the bytes then depend on one compressor only.

use super::pixels::Pixels;
use fdeflate::Compressor;
use flate2::Crc;
use std::io;

/// An image as PNG, its colours as a palette.
pub(crate) fn png(pixels: &Pixels, (width, height): (usize, usize)) -> io::Result<Vec<u8>> {
    let mut header = Vec::with_capacity(13);
    for side in [width, height] {
        header.extend(u32::try_from(side).map_err(io::Error::other)?.to_be_bytes());
    }
    // Eight bits a pixel, which name a colour, and the only compression, filter and interlace methods in use.
    header.extend([8, 3, 0, 0, 0]);
    let palette: Vec<u8> = pixels.palette().iter().flat_map(|colour| [colour.0, colour.1, colour.2]).collect();
    // Made for filtered rows, which are mostly zeroes: files are two thirds larger, and take a third of the time.
    let mut body = Compressor::new(Vec::with_capacity(1 << 17))?;
    let white = vec![0; width];
    // Filter 2, "up": rows of a chart mostly repeat the row above.
    let mut filtered = vec![2; width + 1];
    let mut above = white.as_slice();
    for row in pixels.rows() {
        let differences = row.iter().zip(above).map(|(now, above)| now.wrapping_sub(*above));
        filtered[1..].iter_mut().zip(differences).for_each(|(to, difference)| *to = difference);
        body.write_data(&filtered)?;
        above = row;
    }
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, b"IHDR", &header)?;
    chunk(&mut out, b"PLTE", &palette)?;
    chunk(&mut out, b"IDAT", &body.finish()?)?;
    chunk(&mut out, b"IEND", &[])?;
    Ok(out)
}

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) -> io::Result<()> {
    let mut sum = Crc::new();
    sum.update(name);
    sum.update(data);
    out.extend(u32::try_from(data.len()).map_err(io::Error::other)?.to_be_bytes());
    out.extend(name);
    out.extend(data);
    out.extend(sum.sum().to_be_bytes());
    Ok(())
}
