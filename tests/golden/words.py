"""Writes words-similarity.csv and words-pinyin.csv: what other programs make of texts and names.

    pip install rapidfuzz==3.14.6 pypinyin==0.55.0
    python words.py

Similarity: rapidfuzz (MIT), Jaro-Winkler and the optimal string alignment, of pairs drawn with a fixed seed. Pinyin: pypinyin (MIT),
without tones, of the characters that Chinese names are made of most.
"""
import csv, pathlib, random
from pypinyin import Style, lazy_pinyin
from rapidfuzz.distance import OSA, JaroWinkler

here = pathlib.Path(__file__).parent
random.seed(20)

NAMES = "martha marhta dwayne duane dixon dicksonx jones johnson abroms abrams shackleford shackelford dunningham cunnigham nichleson nichulson".split()
ALPHABETS = ["ab", "abcdefgh", "abcdefghijklmnopqrstuvwxyz ", "aéß张伟b"]


def text():
    return "".join(random.choices(random.choice(ALPHABETS), k=random.choice([1, 4, 7, 8, 9, 16, 40, 63, 64, 65, 130])))


def edited(text):
    letters = list(text)
    for _ in range(random.randint(0, 4)):
        at = random.randrange(len(letters))
        kind = random.randrange(4)
        if kind == 0 and len(letters) > 1:
            letters.pop(at)
        elif kind == 1:
            letters.insert(at, random.choice("abcé"))
        elif kind == 2:
            letters[at] = random.choice("abcé")
        elif at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


pairs = list(zip(NAMES[::2], NAMES[1::2]))
for _ in range(400):
    a = text()
    pairs.append((a, edited(a) if random.random() < 0.7 else text()))
with open(here / "words-similarity.csv", "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["a", "b", "jaro_winkler", "edits"])
    for a, b in pairs:
        out.writerow([a, b, repr(JaroWinkler.similarity(a, b)), OSA.distance(a, b)])

CHARACTERS = (
    "明伟文晓建军海志红平丽玉春小峰东强杰林永云辉英艳俊勇金龙芳燕新敏玲涛波荣斌飞梅鹏娟霞萍成刚静宇超庆忠秀立亮德雪光利亚慧生婷佳洪磊宏君清丹祥凤"
    "振莉青良学兰民阳兴卫宝江琴锋娜兵瑞美健旭松爱珍胜凯浩宁正福桂彬琳世洁鑫晶秋颖冬广洋淑安家惠剑智维群月义武欣子星芬晨博昌毅坤继彦莹山全元思泽进"
    "少楠媛贵倩雅朋培雷树香友花雨远翔富雄顺嘉根仁一方锦冰喜传雯贤翠保连虎琦琼梦景威康栋力会琪岩素菊蓉耀克莲宗才先璐鸿和彩向启书吉汉珊发跃万哲双铭"
    "奇恒兆怡泉勤蕾延帅达森欢士权源凡茂杨高南丰菲炜科玮如虹有芝川开绍水巍敬来聪政晖芹其益薇恩巧娇增鸣然风程昊坚瑜道凌豪迪运章佩盛治园震孝炳礼升"
)
with open(here / "words-pinyin.csv", "w", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["character", "pinyin"])
    for character in CHARACTERS:
        out.writerow([character, lazy_pinyin(character, style=Style.NORMAL, v_to_u=False)[0]])
