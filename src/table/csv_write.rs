//! Writing CSV.

use super::Table;
use super::column::Column;
use crate::error::Result;

impl Table {
    /// The table as CSV (RFC 4180): a comma between fields, CRLF after records, quotes where they are needed; a null is an
    /// empty field. A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`, a tab or a
    /// carriage return) gets a leading apostrophe, as OWASP advises against CSV injection.
    ///
    /// # Errors
    ///
    /// [`crate::ErrorKind::OutOfMemory`].
    ///
    /// ```
    /// use custometry::table::Table;
    ///
    /// let table = Table::from_csv(b"name;amount\nAda, the first;-2\n=1+1;\n", &Default::default())?;
    /// assert_eq!(table.to_csv()?, "name,amount\r\n\"Ada, the first\",-2\r\n'=1+1,\r\n");
    /// # Ok::<(), custometry::Error>(())
    /// ```
    pub fn to_csv(&self) -> Result<String> {
        let mut csv = String::new();
        record(&mut csv, self.columns.iter().map(|column| Some(harmless(column.name()))))?;
        for row in 0..self.rows {
            let cell = |column: &Column| column.text(row).map(harmless).or_else(|| column.display(row));
            record(&mut csv, self.columns.iter().map(cell))?;
        }
        Ok(csv)
    }
}

fn record(csv: &mut String, cells: impl ExactSizeIterator<Item = Option<String>>) -> Result<()> {
    // A lone empty field would be a blank line, which readers pass over.
    let lone = cells.len() == 1;
    for (index, cell) in cells.enumerate() {
        let cell = cell.unwrap_or_default();
        csv.try_reserve(cell.len() + 4)?;
        if index > 0 {
            csv.push(',');
        }
        if cell.contains([',', '"', '\r', '\n']) || (lone && cell.is_empty()) {
            let doubled = cell.replace('"', "\"\"");
            csv.try_reserve(doubled.len() + 4)?;
            csv.push('"');
            csv.push_str(&doubled);
            csv.push('"');
        } else {
            csv.push_str(&cell);
        }
    }
    csv.push_str("\r\n");
    Ok(())
}

/// A text that no spreadsheet takes for a formula. The full-width signs are in it because Excel takes them too.
fn harmless(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠') => format!("'{text}"),
        _ => text.to_owned(),
    }
}
