package payload

import (
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

// textsKnown bounds what is remembered, in texts.
const textsKnown = 4096

// once remembers what a function finds out about a text: one run asks the same of the
// same payload for each of its checks, and many resources share one. Nobody may write
// into what it gives.
func once[K comparable, V any](of func(text K) V) func(text K) V {
	known, err := lru.New[K, func() V](textsKnown)
	if err != nil { // of a size below 1
		panic(err)
	}
	return func(text K) V {
		value := sync.OnceValue(func() V { return of(text) })
		if earlier, found, _ := known.PeekOrAdd(text, value); found {
			value = earlier
		}
		return value()
	}
}
