"""Makes a small WordPiece tokenizer of BERT's kind and what it makes of texts: tokenizer.json and expected.json beside this file.

usage: make_word_piece.py
The tokenizer is built with the Python library tokenizers, which also gives ids and offsets. Needs tokenizers.
"""
import json
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

FOLDER = Path(__file__).parent
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cafe", "play", "##ing", "##ed", "##s", "un", "##happi", "##ness",
         ",", ".", "!", "'", "s", "apple", "new", "york", "苹", "果", "公", "司", "是", "在", "2", "##0", "##2", "##6", "😀"]
TEXTS = ["the apples", "Playing unhappiness, in New York's café!", "苹果公司 is 苹果.", "苹果apple公司",
         "  the \t apple\n\nplayed  ", "the [SEP] apple [MASK]", "在2026", "😀 the 😀😀 play", "", "   ", "xyzzy 鑫 apple",
         "the\u0000 ap\u200dple", "CAFE\u0301s", "THE APPLE", "a" * 120 + " the"]


def main():
    tokenizer = Tokenizer(models.WordPiece({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.add_special_tokens(WORDS[:5])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    expected = []
    for text in TEXTS:
        encoding = tokenizer.encode(text)
        expected.append({"text": text, "ids": encoding.ids, "offsets": encoding.offsets,
                         "special": encoding.special_tokens_mask})
    # As published ones are: whoever reads them must not cut or fill up texts.
    tokenizer.enable_truncation(8)
    tokenizer.enable_padding(length=16)
    tokenizer.save(str(FOLDER / "tokenizer.json"))
    with open(FOLDER / "expected.json", "w", encoding="utf-8", newline="\n") as file:
        json.dump(expected, file, ensure_ascii=True, indent=0)
        file.write("\n")


main()
