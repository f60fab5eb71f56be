"""Unseen questions about a text, with the answers expected. usage: cases.py N SEED OUT.json (N of each kind)"""
import json, random, sys
import corpus

n, r = int(sys.argv[1]), random.Random(int(sys.argv[2]))
cases = []
for make in (corpus.people_en, corpus.people_zh, corpus.orgs_zh, corpus.orgs_en):
    for _ in range(n):
        text, qa = make(r)
        question, answer = r.choice(qa)
        cases.append({"kind": make.__name__, "context": text, "question": question, "expected": answer})
with open(sys.argv[3], "w") as out:
    json.dump(cases, out, ensure_ascii=False, indent=1)
