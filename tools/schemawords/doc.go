// Command schemawords prints what the browser calls objects, fields and settings, in English, as
// web/src/words/schema.ts. The words are those of the schema, so that a new object, field or setting is named in
// one place; the browser's catalogues translate them.
package main
