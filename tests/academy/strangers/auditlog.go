// An auditor of the record log that knows only its address and its printed key.
//
// It stands on Go's own implementation of transparency logs (golang.org/x/mod/sumdb, as in the checksum database of Go
// modules) and reads checkpoint, entries and tiles over HTTP. It prints the size it verified; it fails with what is
// wrong.
package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type tiles struct{ url string }

func (t tiles) Height() int                      { return height }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, one := range wanted {
		// Go puts the height into the path; C2SP tlog-tiles leaves it out, since it is always eight.
		content, err := get(t.url + strings.Replace(one.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		found = append(found, content)
	}
	return found, nil
}

func get(url string) ([]byte, error) {
	answer, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != 200 {
		return nil, fmt.Errorf("%s: %s", url, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

func checkpoint(url, key string) tlog.Tree {
	verifier, err := note.NewVerifier(key)
	must("key", err)
	content, err := get(url + "checkpoint")
	must("checkpoint", err)
	opened, err := note.Open(content, note.VerifierList(verifier))
	must("checkpoint", err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must("checkpoint", err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	must("checkpoint", err)
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree
}

func entries(url string, size int64) [][]byte {
	var found [][]byte
	for start := int64(0); start < size; start += 1 << height {
		bundle := tlog.Tile{H: height, L: 0, N: start >> height, W: int(min(size-start, 1<<height))}
		path := strings.Replace(bundle.Path(), "tile/8/0/", "tile/entries/", 1)
		content, err := get(url + path)
		must("entries", err)
		for len(content) > 0 {
			length := int(content[0])<<8 | int(content[1])
			found = append(found, content[2:2+length])
			content = content[2+length:]
		}
	}
	return found
}

func min(one, other int64) int64 {
	if one < other {
		return one
	}
	return other
}

func must(what string, err error) {
	if err != nil {
		log.Fatalf("%s: %v", what, err)
	}
}

func main() {
	log.SetFlags(0)
	url, key := os.Args[1], os.Args[2]
	tree := checkpoint(url, key)
	// The tiles, each checked on the way to the signed root.
	reader := tlog.TileHashReader(tree, tiles{url})
	indexes := make([]int64, tree.N)
	for number := range indexes {
		indexes[number] = tlog.StoredHashIndex(0, int64(number))
	}
	hashes, err := reader.ReadHashes(indexes)
	must("tiles", err)
	found := entries(url, tree.N)
	if int64(len(found)) != tree.N {
		log.Fatalf("entries: %d of %d", len(found), tree.N)
	}
	for number, entry := range found {
		if tlog.RecordHash(entry) != hashes[number] {
			log.Fatalf("entry %d: it is not the one in the tree", number)
		}
	}
	fmt.Println(tree.N)
}
