// Package memo remembers what has been found out about a text: one run asks the same of the same payload for each of
// its checks, and many resources share one payload. It knows nothing of what is remembered.
package memo

import (
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

// known bounds what is remembered of each function, in texts.
const known = 4096

// Of is a function that is called once per text, until the text has been unused for long. Nobody may write into what it
// gives. It is safe for concurrent use.
func Of[K comparable, V any](of func(text K) V) func(text K) V {
	values, err := lru.New[K, func() V](known)
	if err != nil { // of a size below 1
		panic(err)
	}
	return func(text K) V {
		value := sync.OnceValue(func() V { return of(text) })
		if earlier, found, _ := values.PeekOrAdd(text, value); found {
			value = earlier
		}
		return value()
	}
}
