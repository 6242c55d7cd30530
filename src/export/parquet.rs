//! Column files: `LEVEL/TABLE/subsidiary=NAME/month=YYYY-MM/part-0.parquet`, the partitions that Hive, Spark, DuckDB, polars and
//! BI tools know. A partition is replaced as a whole.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use super::place::Staging;
use super::{Cell, Column, Delivery, Kind, Rows, Shape, Sink, Subsidiary};
use crate::failure::Failure;
use crate::publish::Lock;
use crate::units::Month;

const FILE: &str = "part-0.parquet";
/// Rows whose columns are held at a time: what bounds the memory of writing.
const GROUP: usize = 1 << 17;
/// Digits of a decimal, with those after the point.
const DIGITS: i32 = 18;

/// A destination folder, held until it is dropped.
pub(super) struct Folder {
    root: PathBuf,
    subsidiary: Subsidiary,
    staging: Staging,
    properties: WriterPropertiesPtr,
    _lock: Lock,
}

impl Folder {
    pub(super) fn open(root: &Path, subsidiary: &Subsidiary, wait: Duration) -> Result<Self, Failure> {
        let lock = Lock::acquire(root, wait)?;
        let staging = Staging::open(root)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("keyaccount ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        Ok(Folder {
            root: root.to_owned(),
            subsidiary: subsidiary.clone(),
            staging,
            properties: Arc::new(properties),
            _lock: lock,
        })
    }

    /// The folder of a table's rows of this company.
    fn table(&self, shape: &Shape) -> PathBuf {
        Path::new(shape.level.folder()).join(shape.name).join(format!("subsidiary={}", self.subsidiary))
    }

    fn partition(&self, shape: &Shape, month: Option<Month>) -> PathBuf {
        let table = self.table(shape);
        month.map_or_else(|| table.clone(), |month| table.join(format!("month={month}")))
    }

    fn write(&self, delivery: &Delivery<'_>) -> Result<(), Failure> {
        for part in &delivery.parts {
            let below = self.partition(&delivery.shape, part.month);
            ours_or_absent(&self.root.join(&below))?;
            let path = self.staging.make(&below)?.join(FILE);
            write(&path, &delivery.shape, part.rows.as_ref(), &self.properties)
                .map_err(|e| Failure::Output { path: path.display().to_string(), cause: e.to_string() })?;
        }
        Ok(())
    }

    fn put(&self, delivery: &Delivery<'_>) -> Result<(), Failure> {
        for part in &delivery.parts {
            self.staging.put(&self.partition(&delivery.shape, part.month))?;
        }
        for month in self.left_behind(delivery) {
            self.staging.take(&self.partition(&delivery.shape, Some(month)))?;
        }
        Ok(())
    }

    /// Months of the table that the delivery replaces without having rows for them.
    fn left_behind(&self, delivery: &Delivery<'_>) -> Vec<Month> {
        let Some((first, last)) = delivery.months else { return Vec::new() };
        let entries = fs::read_dir(self.root.join(self.table(&delivery.shape))).into_iter().flatten().flatten();
        let names = entries.filter_map(|e| e.file_name().into_string().ok());
        let months = names.filter_map(|name| name.strip_prefix("month=")?.parse::<Month>().ok());
        months.filter(|m| first <= *m && *m <= last && delivery.parts.iter().all(|part| part.month != Some(*m))).collect()
    }
}

impl Sink for Folder {
    fn deliver(&mut self, deliveries: &[Delivery<'_>]) -> Result<(), Failure> {
        let done = deliveries
            .iter()
            .try_for_each(|delivery| self.write(delivery))
            .and_then(|()| deliveries.iter().try_for_each(|delivery| self.put(delivery)));
        // A failure that has a cause comes before one of tidying up.
        let cleared = self.staging.clear();
        done.and(cleared)
    }
}

/// A folder with anything but our file in it is not ours to replace.
fn ours_or_absent(place: &Path) -> Result<(), Failure> {
    let strange = match fs::read_dir(place) {
        Ok(mut entries) => entries.any(|entry| entry.is_ok_and(|e| e.file_name() != FILE)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => return Err(Failure::output(place, &error)),
    };
    if strange { Err(Failure::Foreign { path: place.display().to_string() }) } else { Ok(()) }
}

fn write(path: &Path, shape: &Shape, rows: &dyn Rows, properties: &WriterPropertiesPtr) -> Result<(), ParquetError> {
    let file = File::create_new(path)?;
    let mut writer = SerializedFileWriter::new(file, schema(shape)?, Arc::clone(properties))?;
    for from in (0..rows.len()).step_by(GROUP) {
        let mut group = writer.next_row_group()?;
        let slice = Slice { rows, from, to: rows.len().min(from + GROUP) };
        for (at, column) in shape.columns.iter().enumerate() {
            write_column(&mut group, column, &slice, at)?;
        }
        group.close()?;
    }
    writer.into_inner()?.sync_all()?;
    Ok(())
}

/// The columns as Parquet declares them; any may be unknown.
fn schema(shape: &Shape) -> Result<TypePtr, ParquetError> {
    let field = |column: &Column| {
        let decimal = || LogicalType::decimal(column.kind.decimals().cast_signed(), DIGITS);
        let (physical, logical) = match column.kind {
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Kind::Date => (Physical::INT32, Some(LogicalType::Date)),
            Kind::Bool => (Physical::BOOLEAN, None),
            Kind::Count => (Physical::INT64, None),
            Kind::Money | Kind::Share | Kind::Score => (Physical::INT64, Some(decimal())),
            Kind::Real => (Physical::DOUBLE, None),
        };
        let exact = matches!(column.kind, Kind::Money | Kind::Share | Kind::Score);
        let mut builder =
            Type::primitive_type_builder(&column.name, physical).with_repetition(Repetition::OPTIONAL).with_logical_type(logical);
        if exact {
            builder = builder.with_precision(DIGITS).with_scale(column.kind.decimals().cast_signed());
        }
        builder.build().map(Arc::new)
    };
    let fields = shape.columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder(shape.name).with_fields(fields).build().map(Arc::new)
}

/// The rows of one group.
struct Slice<'a> {
    rows: &'a dyn Rows,
    from: usize,
    to: usize,
}

impl Slice<'_> {
    /// The values that are known, and for each row whether it has one.
    fn values<T>(&self, column: usize, of: impl Fn(Cell<'_>) -> Option<T>) -> (Vec<T>, Vec<i16>) {
        let mut known = Vec::with_capacity(self.to - self.from);
        let mut levels = Vec::with_capacity(self.to - self.from);
        for row in self.from..self.to {
            let value = of(self.rows.cell(row, column));
            levels.push(i16::from(value.is_some()));
            known.extend(value);
        }
        (known, levels)
    }
}

fn write_column(
    group: &mut SerializedRowGroupWriter<'_, File>,
    column: &Column,
    rows: &Slice<'_>,
    at: usize,
) -> Result<(), ParquetError> {
    let int = |cell: Cell<'_>| if let Cell::Int(n) = cell { Some(n) } else { None };
    let Some(writer) = group.next_column()? else {
        return Err(ParquetError::General(format!("no place for column {}", column.name)));
    };
    match column.kind {
        Kind::Text => {
            put::<ByteArrayType>(writer, &rows.values(at, |c| if let Cell::Text(t) = c { Some(t.into()) } else { None }))
        }
        Kind::Date => put::<Int32Type>(writer, &rows.values(at, |c| int(c).and_then(|n| i32::try_from(n).ok()))),
        Kind::Bool => put::<BoolType>(writer, &rows.values(at, |c| int(c).map(|n| n != 0))),
        Kind::Count | Kind::Money | Kind::Share | Kind::Score => put::<Int64Type>(writer, &rows.values(at, int)),
        Kind::Real => put::<DoubleType>(writer, &rows.values(at, |c| if let Cell::Real(x) = c { Some(x) } else { None })),
    }
}

fn put<T: DataType>(
    mut writer: SerializedColumnWriter<'_>,
    (values, levels): &(Vec<T::T>, Vec<i16>),
) -> Result<(), ParquetError> {
    writer.typed::<T>().write_batch(values, Some(levels), None)?;
    writer.close()
}
