"""The words of the content that is measured, in three languages and with a known share of the entries."""

from typing import NamedTuple

__all__ = ["BODIES", "DECKS", "PEOPLE", "SECTORS", "TERMS", "TITLES", "Term", "Wording"]


class Wording(NamedTuple):
    """The same in three languages; sentences hold ``{}`` for a term."""

    en: str
    ko: str
    zh: str


class Term(NamedTuple):
    """A term that ``permille`` of a thousand entries speak of."""

    permille: int
    en: str
    ko: str
    zh: str


TERMS = [
    Term(900, "the environment", "환경", "环境"),
    Term(700, "industrial cooperation", "산업협력", "产业合作"),
    Term(500, "Korea-China exchange", "한중교류", "中韩交流"),
    Term(850, "ENVEX", "ENVEX", "ENVEX"),
    Term(300, "fine dust", "미세먼지", "雾霾"),
    Term(200, "carbon neutrality", "탄소중립", "碳中和"),
    Term(150, "wastewater treatment", "폐수처리", "废水处理"),
    Term(550, "PM2.5 forecasts", "PM2.5 예보", "PM2.5预报"),
    Term(100, "waste recycling", "폐기물 재활용", "废物再利用"),
    Term(80, "air quality", "대기질", "空气质量"),
    Term(70, "hydrogen", "수소", "氢能"),
    Term(60, "emissions trading", "배출권거래", "排放权交易"),
    Term(50, "CIEPEC", "CIEPEC", "CIEPEC"),
    Term(50, "soil remediation", "토양정화", "土壤修复"),
    Term(40, "yellow dust", "황사", "沙尘暴"),
    Term(40, "membrane filtration", "분리막 여과", "膜过滤"),
    Term(30, "desulfurization", "탈황", "脱硫"),
    Term(30, "circular economy", "순환경제", "循环经济"),
    Term(20, "marine litter", "해양쓰레기", "海洋垃圾"),
    Term(20, "battery reuse", "배터리 재사용", "电池梯次利用"),
    Term(10, "ammonia", "암모니아", "氨"),
    Term(10, "crested ibis", "따오기", "朱鹮"),
    Term(5, "red crowned cranes", "두루미", "丹顶鹤"),
    Term(2, "mercury sensors", "수은센서", "汞传感器"),
    Term(1, "geothermal probes", "지열탐침", "地热探头"),
]

TITLES = [
    Wording("Talks on {}", "{} 논의", "就{}举行会谈"),
    Wording("{}: results of the working group", "{} 실무단 결과", "{}工作组成果"),
    Wording("New plan for {}", "{} 새 계획 발표", "发布{}新计划"),
    Wording("Companies present {}", "기업, {} 소개", "企业展示{}"),
    Wording("Report on {} published", "{} 보고서 발간", "{}报告出版"),
]
DECKS = [
    Wording(
        "Both sides agreed on the next steps for {}.",
        "양측은 {} 분야의 다음 단계에 합의하였다.",
        "双方商定了{}领域的下一步工作。",
    ),
    Wording(
        "A seminar brought sixty experts on {} together.",
        "전문가 60여 명이 {} 세미나에 모였다.",
        "六十余名专家参加了{}研讨会。",
    ),
]
BODIES = [
    Wording(
        "Experts of both countries exchanged what they had learned about {} over the past year and compared their data.",
        "두 나라 전문가들은 지난 한 해 {} 분야에서 얻은 경험을 나누고 자료를 비교하였다.",
        "两国专家交流了过去一年在{}方面取得的经验，并比对了数据。",
    ),
    Wording(
        "A joint study of {} begins in the autumn at four sites and runs for three years.",
        "{} 공동 연구는 가을에 네 곳에서 시작하여 삼 년간 이어진다.",
        "{}联合研究将于秋季在四个地点启动，为期三年。",
    ),
    Wording(
        "Small and medium companies with experience in {} may apply until the end of the month.",
        "{} 실적이 있는 중소기업은 이달 말까지 신청할 수 있다.",
        "具有{}经验的中小企业可在月底前提出申请。",
    ),
    Wording(
        "The delegation visited a plant near the port that has put {} into practice since last spring.",
        "대표단은 지난봄부터 {} 기술을 적용한 항만 인근 시설을 둘러보았다.",
        "代表团参观了港口附近自去年春季起应用{}技术的设施。",
    ),
    Wording(
        "The budget for {} grows by a tenth, and the results are published every quarter.",
        "{} 예산은 십 퍼센트 늘어나며 결과는 분기마다 공개된다.",
        "{}预算增加一成，结果每季度公布。",
    ),
    Wording(
        "Questions about {} are answered by the secretariat within five working days.",
        "{} 관련 문의에는 사무국이 근무일 기준 닷새 안에 답한다.",
        "有关{}的咨询由秘书处在五个工作日内答复。",
    ),
]

SECTORS = ["air", "water", "waste", "soil", "energy", "climate", "noise", "nature", "sea", "chemicals"]

# Family names and given names in three scripts; together they name the people.
PEOPLE = [
    Wording("Kim Haneul", "김하늘", "金哈讷"),
    Wording("Lee Bada", "이바다", "李巴达"),
    Wording("Park Sanmaru", "박산마루", "朴山马鲁"),
    Wording("Wang Qingshan", "왕칭산", "王青山"),
    Wording("Zhang Lushui", "장루수이", "张绿水"),
]
