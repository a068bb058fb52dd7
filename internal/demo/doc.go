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
//   - Overdue: Americas South hardly ever moves a close date that has passed, and forgets some deals
//     altogether: most open deals that are past their date are its.
//   - Churn reason: "missing integration" is named by about one customer in twelve who leaves in
//     the first year, and twice as often each year: by about half at the end. Of all customers not
//     one in a hundred leaves for it in a quarter of the first year, more than two in the last.
//   - Loyalty: customers differ in how likely they leave in a month, as a beta distribution of 0.5
//     and 12 does. So about three of ten go in their first year and ever fewer of the rest, and the
//     shifted-beta-geometric model finds the 34.9 months of five years that a customer is worth.
//   - Orders: two of three customers order, each at a rate of its own and until it loses interest, as
//     BG/NBD has it (r 0.8, alpha 40 days, a 0.9, b 3), for amounts around a mean of its own, as
//     Gamma-Gamma has it (p 6, q 4, v 1,200). So a customer is expected to order 3.4 times more in
//     the year after its first order, for 2,400 each.
//   - Product mix: every deal of several lines has the Core platform; the Analytics add-on grows from
//     a twentieth of won revenue in the first year to more than a fifth in the last.
//   - No-shows: small buyers miss 28 of a hundred meetings, middle ones 14, large ones 5.
//   - Moves: two or three sellers change their team, as many as Truths says: what they won before
//     counts for the team then, or for the team today, as is asked.
//   - Shared credit: of every second win with a large buyer a colleague of the region has 30 % of the
//     credit, and the region's specialist all of it as overlay, in no total.
//   - Credit notes: deals below zero, won some weeks after the win that they give a part back of.
//   - Missing calendars: no seller of APAC East has a calendar.
//   - Dirt of each kind, as many as Truths says: wins without an amount, deals without an
//     owner or an account, wins closed before they were created, wins that were taken back,
//     accounts entered twice, leads whose status and flag disagree.
//
// Read Make, then sim.go for how time passes.
package demo
