// Package parquetfile reads a Parquet file as a table. Values become text without loss:
// decimals with all their digits, days and times in ISO form (in UTC when the file says that
// they are instants), lists joined with semicolons, groups flattened with dots as in JSON.
//
// It streams row group by row group, page by page. Read Table first.
package parquetfile
