//! Pixels → JPEG: the baseline process with the tables of the standard (ITU-T T.81, 1992), colours not
//! subsampled, in a JFIF file.
//!
//! Nearly all of a drawn cover is of one ink, square after square: such a square is a few bits, and no
//! work is done for it.

/// Pixels of a side of a square.
const SIDE: usize = 8;

/// Samples of a pixel: red, green, blue, and an opacity that is not looked at.
const SAMPLES: usize = 4;

/// A pixel by its samples.
type Pixel = [u8; SAMPLES];

/// A square of one component.
type Block = [[f32; SIDE]; SIDE];

/// The order of the coefficients of a square, from low frequencies to high (figure A.6).
const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63,
];

/// Steps of the coefficients at quality 50, row by row: of luminance and of the two colours (tables K.1
/// and K.2).
const STEPS: [[u16; 64]; 2] = [
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29,
        51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121,
        120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ],
    [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
    ],
];

/// Codes of the first coefficient, for luminance and colours: how many there are of each length, and what
/// they stand for (tables K.3 and K.4).
const FIRST: [([u8; 16], &[u8]); 2] = [
    ([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ([0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
];

/// The same for the others (tables K.5 and K.6).
const OTHERS: [([u8; 16], &[u8]); 2] = [
    ([0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D], b"\x01\x02\x03\x00\x04\x11\x05\x12\x21\x31\x41\x06\x13\x51\x61\x07\x22\x71\x14\x32\x81\x91\xA1\x08\x23\x42\xB1\xC1\x15\x52\xD1\xF0\x24\x33\x62\x72\x82\x09\x0A\x16\x17\x18\x19\x1A\x25\x26\x27\x28\x29\x2A\x34\x35\x36\x37\x38\x39\x3A\x43\x44\x45\x46\x47\x48\x49\x4A\x53\x54\x55\x56\x57\x58\x59\x5A\x63\x64\x65\x66\x67\x68\x69\x6A\x73\x74\x75\x76\x77\x78\x79\x7A\x83\x84\x85\x86\x87\x88\x89\x8A\x92\x93\x94\x95\x96\x97\x98\x99\x9A\xA2\xA3\xA4\xA5\xA6\xA7\xA8\xA9\xAA\xB2\xB3\xB4\xB5\xB6\xB7\xB8\xB9\xBA\xC2\xC3\xC4\xC5\xC6\xC7\xC8\xC9\xCA\xD2\xD3\xD4\xD5\xD6\xD7\xD8\xD9\xDA\xE1\xE2\xE3\xE4\xE5\xE6\xE7\xE8\xE9\xEA\xF1\xF2\xF3\xF4\xF5\xF6\xF7\xF8\xF9\xFA"),
    ([0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77], b"\x00\x01\x02\x03\x11\x04\x05\x21\x31\x06\x12\x41\x51\x07\x61\x71\x13\x22\x32\x81\x08\x14\x42\x91\xA1\xB1\xC1\x09\x23\x33\x52\xF0\x15\x62\x72\xD1\x0A\x16\x24\x34\xE1\x25\xF1\x17\x18\x19\x1A\x26\x27\x28\x29\x2A\x35\x36\x37\x38\x39\x3A\x43\x44\x45\x46\x47\x48\x49\x4A\x53\x54\x55\x56\x57\x58\x59\x5A\x63\x64\x65\x66\x67\x68\x69\x6A\x73\x74\x75\x76\x77\x78\x79\x7A\x82\x83\x84\x85\x86\x87\x88\x89\x8A\x92\x93\x94\x95\x96\x97\x98\x99\x9A\xA2\xA3\xA4\xA5\xA6\xA7\xA8\xA9\xAA\xB2\xB3\xB4\xB5\xB6\xB7\xB8\xB9\xBA\xC2\xC3\xC4\xC5\xC6\xC7\xC8\xC9\xCA\xD2\xD3\xD4\xD5\xD6\xD7\xD8\xD9\xDA\xE2\xE3\xE4\xE5\xE6\xE7\xE8\xE9\xEA\xF2\xF3\xF4\xF5\xF6\xF7\xF8\xF9\xFA"),
];

/// The file of `pixels`, four samples each, row by row, `width` of them in a row. `quality` is from 50 to
/// 100: of the steps at 50 it leaves twice what it lacks to 100, in hundredths.
pub(super) fn encode(pixels: &[u8], width: u16, height: u16, quality: u16) -> Vec<u8> {
    let step = |step: u16| ((step * (200 - 2 * quality) + 50) / 100).max(1);
    let steps = STEPS.map(|steps| steps.map(step));
    let mut out = head(width, height, &steps);
    let cosines = cosines();
    let codes = [0, 1].map(|index| [codes(&FIRST[index]), codes(&OTHERS[index])]);
    let again = joined([0, 1, 1].map(|index: usize| codes[index].map(|codes| codes[0])).as_flattened());
    let mut scan = Scan {
        bits: Bits { out: &mut out, held: 0, count: 0 },
        steps: steps.map(|steps| steps.map(f32::from)),
        codes,
        again,
        cosines,
        turned: std::array::from_fn(|place| cosines.map(|wave| wave[place])),
        // An ink that no pixel has: they are opaque.
        flat: ([0; SAMPLES], [0; 3]),
        latest: [0; 3],
    };
    let (width, height) = (usize::from(width), usize::from(height));
    for top in (0..height).step_by(SIDE) {
        for left in (0..width).step_by(SIDE) {
            // What is over the edge repeats the last row and column.
            let row = |y: usize| {
                let start = ((top + y).min(height - 1) * width + left) * SAMPLES;
                &pixels[start..start + (width - left).min(SIDE) * SAMPLES]
            };
            scan.square(std::array::from_fn(row));
        }
    }
    scan.bits.finish();
    out.extend([0xFF, 0xD9]);
    out
}

/// Everything before the squares.
fn head(width: u16, height: u16, steps: &[[u16; 64]; 2]) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8];
    let mut segment = |marker: u8, content: &[u8]| {
        out.extend([0xFF, marker]);
        out.extend((content.len() as u16 + 2).to_be_bytes());
        out.extend(content);
    };
    segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    for (number, steps) in steps.iter().enumerate() {
        let steps = ZIGZAG.iter().map(|at| steps[usize::from(*at)] as u8);
        segment(0xDB, &std::iter::once(number as u8).chain(steps).collect::<Vec<u8>>());
    }
    let [height, width] = [height, width].map(u16::to_be_bytes);
    segment(0xC0, &[8, height[0], height[1], width[0], width[1], 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1]);
    for (class, tables) in [(0, &FIRST), (0x10, &OTHERS)] {
        for (number, (lengths, values)) in tables.iter().enumerate() {
            segment(0xC4, &[&[class | number as u8], &lengths[..], values].concat());
        }
    }
    segment(0xDA, &[3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0]);
    out
}

/// Codes with their lengths, by what they stand for (annex C).
fn codes((lengths, values): &([u8; 16], &[u8])) -> [(u16, u8); 256] {
    let mut codes = [(0, 0); 256];
    let (mut code, mut values) = (0, values.iter());
    for (length, count) in (1..).zip(lengths) {
        for value in values.by_ref().take(usize::from(*count)) {
            codes[usize::from(*value)] = (code, length);
            code += 1;
        }
        code <<= 1;
    }
    codes
}

/// The code of `codes` one behind the other.
fn joined(codes: &[(u16, u8)]) -> (u16, u8) {
    codes.iter().fold((0, 0), |(bits, length), (code, more)| (bits << more | code, length + more))
}

/// The waves of the transform, by frequency and place.
fn cosines() -> Block {
    /// Cosines of sixteenths of half a turn.
    const QUARTER: [f32; 9] =
        [1.0, 0.980_785_25, 0.923_879_5, 0.831_469_6, 0.707_106_77, 0.555_570_2, 0.382_683_43, 0.195_090_32, 0.0];
    let cosine = |sixteenths: usize| {
        let angle = (sixteenths % 32).min(32 - sixteenths % 32);
        if angle <= 8 { QUARTER[angle] } else { -QUARTER[16 - angle] }
    };
    let wave = |frequency: usize, place: usize| {
        cosine((2 * place + 1) * frequency) / if frequency == 0 { 8.0_f32.sqrt() } else { 2.0 }
    };
    std::array::from_fn(|frequency| std::array::from_fn(|place| wave(frequency, place)))
}

struct Scan<'a> {
    bits: Bits<'a>,
    steps: [[f32; 64]; 2],
    /// Codes of luminance and colours, each of the first coefficient and of the others.
    codes: [[[(u16, u8); 256]; 2]; 2],
    /// The code of a flat square that is as the one before: nothing new in any component.
    again: (u16, u8),
    cosines: Block,
    /// The same by place and frequency.
    turned: Block,
    /// The ink of the flat square before, and its first coefficients.
    flat: (Pixel, [i32; 3]),
    /// The first coefficients of the square before.
    latest: [i32; 3],
}

impl Scan<'_> {
    /// Writes the square of these rows of pixels, which are the first of it.
    fn square(&mut self, rows: [&[u8]; SIDE]) {
        match one_ink(rows) {
            Some(ink) => self.flat(ink),
            None => {
                let mut samples = [[[0.0; SIDE]; SIDE]; 3];
                for (y, row) in rows.into_iter().enumerate() {
                    samples.iter_mut().zip(components(row)).for_each(|(square, row)| square[y] = row);
                }
                samples.iter().enumerate().for_each(|(component, samples)| self.waves(component, samples));
            }
        }
    }

    /// Writes a square of one ink.
    fn flat(&mut self, ink: Pixel) {
        if ink != self.flat.0 {
            let samples = components(&ink);
            let first = |component: usize| samples[component][0] * SIDE as f32 / self.steps[component.min(1)][0];
            self.flat = (ink, [0, 1, 2].map(|component| nearest(first(component))));
        }
        let (_, firsts) = self.flat;
        if firsts == self.latest {
            return self.bits.put(self.again);
        }
        for (component, first) in firsts.into_iter().enumerate() {
            self.first(component, first);
            self.bits.put(self.codes[component.min(1)][1][0]);
        }
    }

    /// Writes a component of a square of several inks, of which these are the samples.
    fn waves(&mut self, component: usize, samples: &Block) {
        let steps = &self.steps[component.min(1)];
        let waves = self.transform(samples);
        let mut coefficients = [0; 64];
        for (at, coefficient) in ZIGZAG.iter().zip(&mut coefficients) {
            let at = usize::from(*at);
            *coefficient = nearest(waves[at / SIDE][at % SIDE] / steps[at]);
        }
        self.component(component, &coefficients);
    }

    /// The cosine transform of `samples` (A.3.3), down the columns and along the rows.
    fn transform(&self, samples: &Block) -> Block {
        let mut waves = [[0.0; SIDE]; SIDE];
        waves.iter_mut().zip(&self.cosines).for_each(|(row, wave)| *row = sum(&sum(wave, samples), &self.turned));
        waves
    }

    /// Writes the first coefficient of a component, by how much it differs from the one before.
    fn first(&mut self, component: usize, coefficient: i32) {
        let step = coefficient - std::mem::replace(&mut self.latest[component], coefficient);
        self.bits.value(&self.codes[component.min(1)][0], 0, step);
    }

    fn component(&mut self, component: usize, coefficients: &[i32; 64]) {
        self.first(component, coefficients[0]);
        let others = &self.codes[component.min(1)][1];
        let mut zeros = 0;
        for coefficient in &coefficients[1..] {
            if *coefficient == 0 {
                zeros += 1;
                continue;
            }
            for _ in 0..zeros / 16 {
                self.bits.put(others[0xF0]);
            }
            self.bits.value(others, zeros % 16, *coefficient);
            zeros = 0;
        }
        if zeros > 0 {
            self.bits.put(others[0]);
        }
    }
}

/// The ink that `rows` are of, if they are of one.
fn one_ink(rows: [&[u8]; SIDE]) -> Option<Pixel> {
    let (first, _) = rows[0].split_first_chunk()?;
    let ink = u32::from_ne_bytes(*first);
    // All bits are looked at and none is asked for by itself, which takes a few instructions a row.
    let differs = |row: &[u8]| {
        let (pixels, _) = row.as_chunks();
        pixels.iter().fold(0, |differs, pixel| differs | (u32::from_ne_bytes(*pixel) ^ ink))
    };
    (rows.into_iter().fold(0, |all, row| all | differs(row)) == 0).then_some(*first)
}

/// The sum of `rows`, of each its part.
fn sum<const N: usize>(parts: &[f32; N], rows: &[[f32; SIDE]; N]) -> [f32; SIDE] {
    let mut sum = [0.0; SIDE];
    for (part, row) in parts.iter().zip(rows) {
        sum.iter_mut().zip(row).for_each(|(sum, number)| *sum += part * number);
    }
    sum
}

/// The components of a row of pixels (JFIF 1.02): luminance from -128, and the two colours. Where the row is short,
/// its last pixel goes on.
fn components(row: &[u8]) -> [[f32; SIDE]; 3] {
    const WEIGHTS: [[f32; 3]; 3] =
        [[0.299, 0.587, 0.114], [-0.168_736, -0.331_264, 0.5], [0.5, -0.418_688, -0.081_312]];
    let (pixels, _) = row.as_chunks::<SAMPLES>();
    let mut inks = [[0.0; SIDE]; 3];
    for (x, pixel) in pixels.iter().chain(pixels.last().into_iter().cycle()).take(SIDE).enumerate() {
        inks.iter_mut().zip(pixel).for_each(|(ink, sample)| ink[x] = f32::from(*sample));
    }
    let [luminance, blue, red] = WEIGHTS.map(|weights| sum(&weights, &inks));
    [luminance.map(|sample| sample - 128.0), blue, red]
}

fn nearest(number: f32) -> i32 {
    (number + 0.5_f32.copysign(number)) as i32
}

/// Bits on their way into bytes.
struct Bits<'a> {
    out: &'a mut Vec<u8>,
    held: u32,
    count: u8,
}

impl Bits<'_> {
    /// The code of `zeros` and of how many bits `value` has, and these bits (F.1.2).
    fn value(&mut self, codes: &[(u16, u8); 256], zeros: usize, value: i32) {
        let length = (32 - value.unsigned_abs().leading_zeros()) as u8;
        self.put(codes[zeros << 4 | usize::from(length)]);
        let bits = if value < 0 { value - 1 } else { value } as u16;
        self.put((bits & ((1 << length) - 1), length));
    }

    fn put(&mut self, (bits, length): (u16, u8)) {
        self.held = self.held << length | u32::from(bits);
        self.count += length;
        while self.count >= 8 {
            self.count -= 8;
            let byte = (self.held >> self.count) as u8;
            self.out.push(byte);
            // What looks like a marker is none.
            if byte == 0xFF {
                self.out.push(0);
            }
        }
    }

    /// Fills the last byte with ones.
    fn finish(&mut self) {
        self.put((0x7F, 7));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Another program reads the pixels from their file, none of them further off than `most`.
    #[track_caller]
    fn check(width: u16, height: u16, most: u8, pixel: impl Fn(u16, u16) -> [u8; 3]) {
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let pixels: Vec<[u8; 3]> = places.map(|(x, y)| pixel(x, y)).collect();
        let samples: Vec<u8> = pixels.iter().flat_map(|[red, green, blue]| [*red, *green, *blue, 255]).collect();
        let file = encode(&samples, width, height, 90);
        let image = image::load_from_memory_with_format(&file, image::ImageFormat::Jpeg).expect("a JPEG").into_rgb8();
        assert_eq!(image.dimensions(), (u32::from(width), u32::from(height)));
        let furthest = pixels.iter().flatten().zip(image.as_raw()).map(|(one, other)| one.abs_diff(*other)).max();
        assert!(furthest <= Some(most), "{furthest:?}");
    }

    #[test]
    fn inks_come_back() {
        for ink in [[0, 0, 0], [255, 255, 255], [11, 95, 107], [248, 240, 220], [200, 30, 0]] {
            check(64, 32, 1, |_, _| ink);
        }
    }

    #[test]
    fn a_slope_comes_back_with_an_edge_that_is_no_whole_square() {
        check(61, 43, 5, |x, y| [(x * 4) as u8, (y * 5) as u8, 128]);
    }

    #[test]
    fn an_edge_stays_one() {
        check(64, 64, 30, |x, y| if (x + 2 * y) % 29 < 12 { [11, 95, 107] } else { [255, 255, 255] });
    }

    #[test]
    fn noise_is_written_too() {
        check(32, 32, 35, |x, y| {
            let noise = (u32::from(x) * 7919 + u32::from(y) * 104_729).wrapping_mul(2_654_435_761);
            [(noise >> 8) as u8, (noise >> 16) as u8, (noise >> 24) as u8]
        });
    }
}
