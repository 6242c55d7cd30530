//! Pixels into the bytes of a PNG. Small enough to have here, and the bytes then depend on one compressor only.

use flate2::{Compression, Crc, write::ZlibEncoder};
use std::io::{self, Write};

/// An RGB image, three bytes a pixel, as PNG.
pub(crate) fn png(pixels: &[u8], width: usize, height: usize) -> io::Result<Vec<u8>> {
    let mut header = Vec::with_capacity(13);
    for side in [width, height] {
        header.extend(u32::try_from(side).map_err(io::Error::other)?.to_be_bytes());
    }
    // Eight bits a channel, RGB, and the only compression, filter and interlace methods in use.
    header.extend([8, 2, 0, 0, 0]);
    let mut body = ZlibEncoder::new(Vec::new(), Compression::new(2));
    let mut above = vec![0; width * 3];
    for row in pixels.chunks_exact(width * 3) {
        // Filter 2, "up": rows of a chart mostly repeat the row above.
        body.write_all(&[2])?;
        let filtered: Vec<u8> = row.iter().zip(&above).map(|(now, above)| now.wrapping_sub(*above)).collect();
        body.write_all(&filtered)?;
        above.copy_from_slice(row);
    }
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, b"IHDR", &header)?;
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
