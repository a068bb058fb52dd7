package spelling

// Distance is how many letters have to be put in, taken out, changed or swapped with their neighbour to make b of a
// (the optimal string alignment distance). More than most is most + 1, and is found out early.
func Distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > most || len(y)-len(x) > most {
		return most + 1
	}
	above, row, next := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next[0] = i + 1
		least := next[0]
		for j := range y {
			cost := row[j]
			if x[i] != y[j] {
				cost++
			}
			cost = min(cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				cost = min(cost, above[j-1]+1)
			}
			next[j+1], least = cost, min(least, cost)
		}
		if least > most { // then the row above has nothing below most either
			return most + 1
		}
		above, row, next = row, next, above
	}
	return min(row[len(y)], most+1)
}
