// Package spelling finds the known name that somebody who wrote another one most likely meant. It knows no names.
package spelling

// MaxSlip is how many letters a slip may change.
const MaxSlip = 2

// Nearest is the known name that is nearest to name, "" when none is near.
func Nearest(name string, known []string) string {
	return nearestWithin(max(1, len(name)/3), name, known)
}

// Meant is the known name that a slip of at most [MaxSlip] letters made name of, "" where there is none.
func Meant(name string, known []string) string {
	return nearestWithin(min(MaxSlip, len(name)-1), name, known)
}

// nearestWithin is the first of the known names that are nearest, "" when that takes more letters than slip.
func nearestWithin(slip int, name string, known []string) string {
	best, found := slip+1, ""
	for _, k := range known {
		if d := Distance(name, k); d < best {
			best, found = d, k
		}
	}
	return found
}

// Distance counts the letters to insert, drop, change, or swap with their neighbour.
func Distance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(last[j]+1, row[j-1]+1, change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
