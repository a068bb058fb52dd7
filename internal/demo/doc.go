// Package demo makes a sample company: three years of leads, deals, calendars, contracts
// and costs, as changes over time. The same seed, size and day give the same company.
//
// Nothing in it is drawn from real data. These truths are planted, so that whoever looks
// for them, a person or a test, can know whether they were found:
//
//   - Bottleneck: deals wait in the stage Legal review about three times as long as in any
//     other stage (median 30 days against 6 to 12).
//   - Weak source: leads from Purchased list become deals a sixth as often as the others.
//   - Sandbagging: the manager of EMEA North keeps forecast categories at pipeline and close
//     dates late until a deal is signed; nearly all of its wins close before their date.
//   - Over-calling: Americas West calls deals commit early and promises close dates that it
//     moves again and again; it slips more than every other team.
//   - Practice: a Discovery workshop within 14 days of a deal's creation multiplies
//     the odds of passing each of the three middle stages by 1.8. Who holds one is drawn by lot.
//   - Churn reason: "missing integration" is named by about one customer in twelve who leaves in
//     the first year, and twice as often each year: by about half at the end.
//   - Missing calendars: no seller of APAC East has a calendar.
//   - Dirt of each kind, as many as Truths says: wins without an amount, deals without an
//     owner or an account, wins closed before they were created, wins that were taken back,
//     accounts entered twice, leads whose status and flag disagree.
//
// Read Make, then sim.go for how time passes.
package demo
