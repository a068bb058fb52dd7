// Package tool is the contract between an import and the systems whose files it reads.
//
// A Tool (a folder per system, a line in connectors/all) describes the files of its system: the
// Layouts, how each is recognised by its header, what each Column means, what ids look like. It opens
// no file and writes nothing. A layout that needs several cells for one value has a Finish, which is
// given the Row; one whose cells are not the file's own has a Frame. Chooser, Placed, Expander, Lender
// and Titled are what a Tool may be beside.
package tool
